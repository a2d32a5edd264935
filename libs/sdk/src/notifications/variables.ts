import type { Locale } from '../errors/messages';

/** What a variable of each type is given as. */
export interface ValueTypes {
  readonly TEXT: string;
  readonly NUMBER: number;
  /** Exact, in units of the currency, as in `Money`. */
  readonly MONEY: { readonly amount: string; readonly currency: string };
  /** `YYYY-MM-DD`. */
  readonly DATE: string;
  /** Shown in the recipient's time zone. */
  readonly DATE_TIME: Date;
  /** A web address. */
  readonly LINK: string;
}
export type VariableType = keyof ValueTypes;

export interface VariableSpec<T extends VariableType = VariableType> {
  readonly type: T;
  /** For whoever writes templates. */
  readonly description: Readonly<Record<Locale, string>>;
  /** For previews, as it is given to `send`. */
  readonly sample: ValueTypes[T];
  /** May be left out when a message is sent: nothing stands in its place then. */
  readonly optional?: true;
  /** A template without it makes no sense, e.g. without the link to a survey. */
  readonly mustAppear?: true;
  /**
   * Opens something by itself, such as a link with a token. It is kept sealed until the message is sent, and neither
   * shown to staff nor kept afterwards.
   */
  readonly secret?: true;
}
export type VariableSpecs = Readonly<Record<string, VariableSpec>>;

/** The values that a message of a type is sent with. */
export type NotificationValues<V extends VariableSpecs> = {
  readonly [K in keyof V as V[K] extends { optional: true } ? never : K]: ValueTypes[V[K]['type']];
} & {
  readonly [K in keyof V as V[K] extends { optional: true } ? K : never]?: ValueTypes[V[K]['type']] | null;
};
