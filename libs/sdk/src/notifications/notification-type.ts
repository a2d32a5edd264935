import { LOCALES, type Locale } from '../errors/messages';
import { NOTIFICATION_CHANNELS, type NotificationChannel } from './channels';
import { templateProblems } from './template-text';
import type { VariableSpecs } from './variables';

/**
 * What a message is for, and so whether it may be sent. CONTRACT serves the contract (bills, outages, repairs): allowed
 * until the customer objects. SURVEY asks for an opinion: likewise, and objected to by itself. MARKETING takes a consent.
 * Staff are asked for none.
 */
export const NOTIFICATION_PURPOSES = ['CONTRACT', 'MARKETING', 'SURVEY'] as const;
export type NotificationPurpose = (typeof NOTIFICATION_PURPOSES)[number];

/** A text with places for variables, in the form that {@link paragraphsOf} and {@link parseTemplate} describe. */
export interface TemplateTexts {
  /** One line: subject of an e-mail, title in the app. At most 200 characters. */
  readonly subject: string;
  /** E-mail and app. At most 10,000 characters. */
  readonly body: string;
  /** SMS, WeChat, voice and push; default the body. At most 500 characters. */
  readonly short?: string;
}

/** A kind of message. */
export interface NotificationType<V extends VariableSpecs = VariableSpecs> {
  /** `context.what`, e.g. `survey.invitation`; a plugin's begins with its name, as its events do. */
  readonly key: string;
  readonly title: Readonly<Record<Locale, string>>;
  readonly purpose: NotificationPurpose;
  readonly variables: V;
  /**
   * Ways it may take, in the order in which they are tried where neither the customer nor the tenant prefers another.
   * With IN_APP it is in the app in any case, and one of the others is tried besides, unless the customer prefers the app.
   */
  readonly channels: readonly [NotificationChannel, ...NotificationChannel[]];
  readonly templates: Readonly<Record<Locale, TemplateTexts>>;
  /** Goes out in quiet hours too and is not counted by limits: danger, an outage, what somebody waits for right now. */
  readonly isUrgent?: true;
}

const types = new Map<string, NotificationType>();
const MAX_VARIABLES = 40;

/** Declares a kind of message, at the start. @throws Error naming what is wrong with it */
export function defineNotification<const V extends VariableSpecs>(type: NotificationType<V>): NotificationType<V> {
  const { key, channels, variables, templates } = type;
  const wrong = (problem: string): never => {
    throw new Error(`Notification ${key}: ${problem}`);
  };
  if (!/^[a-z][a-zA-Z0-9]*(\.[a-z][a-zA-Z0-9]*)+$/.test(key) || key.length > 80)
    wrong('the key must be like survey.invitation');
  if (types.has(key)) wrong('it is declared twice');
  if (new Set(channels).size < channels.length || channels.some((one) => !NOTIFICATION_CHANNELS.includes(one)))
    wrong('channels must be known and named once');
  const names = Object.keys(variables);
  if (names.length > MAX_VARIABLES) wrong(`at most ${MAX_VARIABLES} variables`);
  for (const name of names) if (!/^[a-z][A-Za-z0-9]{0,39}$/.test(name)) wrong(`"${name}" is no name of a variable`);
  for (const locale of LOCALES) {
    const { subject, body, short = body } = templates[locale];
    for (const text of [body, short]) {
      const found = templateProblems({ subject, body: text }, variables);
      for (const { code, variable } of [...found.subject, ...found.body])
        wrong(`${code} ${variable} in the template in ${locale}`);
    }
  }
  types.set(key, type as unknown as NotificationType);
  return type;
}

/** The type of this key; undefined where no loaded module declares it. */
export const notificationType = (key: string): NotificationType | undefined => types.get(key);

/** Every type of the loaded modules, by key. */
export const allNotificationTypes = (): readonly NotificationType[] =>
  [...types.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
