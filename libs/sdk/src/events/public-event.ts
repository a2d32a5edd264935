import { z, type ZodType } from 'zod';
import type { Locale } from '../errors/messages';
import { encodeId } from '../ids/typed-id';
import { definitionError } from '../jobs/limits';
import type { EventDefinition } from './events';

/**
 * What may leave the company of one value of a payload. There is no text among them: whatever people wrote, names and
 * addresses too, cannot be made public by an event. Who needs it reads it by the id, with the rights the reader has.
 */
export interface PublicField {
  /** Of the public value. */
  readonly schema: ZodType;
  /** From the payload's value; null stays null. */
  readonly encode: (value: unknown) => unknown;
}

const asIs = (schema: ZodType): PublicField => ({ schema, encode: (value) => value });

/** Builders of {@link PublicField}. */
export const publicField = {
  /** The UUID of an object, public as its typed id; `idType` is the prefix, e.g. `customer`. */
  id: (idType: string): PublicField => ({
    schema: z
      .string()
      .regex(new RegExp(`^${idType}_[0-9a-z]{26}$`))
      .meta({ description: `Id of a ${idType}, as the API knows it.` }),
    encode: (uuid) => encodeId(idType, uuid as string),
  }),
  /** One of a few words of the platform's. */
  code: (...values: readonly [string, ...string[]]): PublicField => asIs(z.enum(values)),
  /** A day, `2026-03-11`. */
  day: (): PublicField => asIs(z.iso.date()),
  /** An instant, RFC 3339 in UTC. */
  instant: (): PublicField => asIs(z.iso.datetime()),
  flag: (): PublicField => asIs(z.boolean()),
  /** A whole number. */
  count: (): PublicField => asIs(z.int()),
  /** Where the payload's value can be null or left out. */
  nullable: ({ schema, encode }: PublicField): PublicField => ({
    schema: schema.nullable(),
    encode: (value) => (value == null ? null : encode(value)),
  }),
} as const;

/**
 * Where it happened, for whoever listens to some communities: the payload's property with the UUID of a community, or of a
 * building, unit or customer that lies in one or several; or nowhere but in the company as a whole.
 */
export type PublicPlace<Key extends string = string> =
  'company' | { readonly [K in 'community' | 'building' | 'unit' | 'customer']?: Key };

export interface PublicEventSpec<P extends object> {
  /** What happened, for those who choose. */
  readonly description: Readonly<Record<Locale, string>>;
  /** Who listens must be allowed to read what it tells of, e.g. `customer:read`. */
  readonly permission: string;
  /** Of the public data; rises when a field changes its meaning or goes. Fields are added without. Default 1. */
  readonly version?: number;
  readonly place: PublicPlace<keyof P & string>;
  /** What is told, by properties of the payload; whatever is not named stays inside. */
  readonly data: Readonly<Partial<Record<keyof P & string, PublicField>>>;
}

/** An event that programs outside may be told of. */
export interface PublicEvent {
  readonly definition: EventDefinition;
  readonly description: Readonly<Record<Locale, string>>;
  readonly permission: string;
  readonly version: number;
  readonly place: PublicPlace;
  /** Of the public data. */
  readonly schema: z.ZodObject;
  /** The public data of a payload. @throws Error where it does not fit the schema: it is not told then. */
  readonly project: (payload: object) => Readonly<Record<string, unknown>>;
}

/** The events of all contexts and plugins of this installation that are public, sorted by name. */
export abstract class PublicEvents {
  abstract all(): readonly PublicEvent[];
  abstract find(name: string): PublicEvent | undefined;
}

/**
 * Makes an event public: contexts and plugins name it under `publicEvents`. What is told is chosen value by value.
 *
 * @throws Error naming what is wrong with the specification
 */
export function publicEvent<P extends object>(definition: EventDefinition<P>, spec: PublicEventSpec<P>): PublicEvent {
  const { description, permission, version = 1, place, data } = spec;
  const what = `Public event ${definition.name}`;
  if (!Number.isInteger(version) || version < 1) definitionError(what, 'version must be 1 or more');
  if (place !== 'company' && Object.keys(place).length !== 1) definitionError(what, 'place must name one property');
  const fields = Object.entries<PublicField | undefined>(data).filter((one): one is [string, PublicField] => !!one[1]);
  const schema = z.strictObject(Object.fromEntries(fields.map(([name, field]) => [name, field.schema])));
  return {
    definition: definition as unknown as EventDefinition,
    description,
    permission,
    version,
    place,
    schema,
    project: (payload) => {
      const values = payload as Readonly<Record<string, unknown>>;
      return schema.parse(Object.fromEntries(fields.map(([name, { encode }]) => [name, encode(values[name])])));
    },
  };
}
