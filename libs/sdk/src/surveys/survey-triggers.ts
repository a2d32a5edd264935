import type { Localised } from '../audiences/segment-field';

/** Something after which a customer may be asked, e.g. a ticket that was resolved. */
export interface SurveyTrigger {
  /** `context.happened`, e.g. `ticket.resolved`; a plugin's begins with its name. */
  readonly name: string;
  readonly label: Localised;
  readonly description: Localised;
}

/** One time that it happened. */
export interface SurveyOccasion {
  /** UUID of the customer to ask. */
  readonly customerId: string;
  /** The same for the same happening: nobody is asked about it twice. At most 100 characters. */
  readonly occasion: string;
  /** UUID of the unit it was about: community and usage of the answer are those of the unit. */
  readonly unitId?: string | null;
  /** UUID of whoever of the staff is judged by the answer. */
  readonly ratedStaffId?: string | null;
}

export interface OwnedSurveyTrigger extends SurveyTrigger {
  /** The plugin's id; null for the core. */
  readonly plugin: string | null;
}

const triggers = new Map<string, OwnedSurveyTrigger>();

/** Makes a trigger, for `surveyTriggers` of a plugin. @throws Error for a name of another form */
export function defineSurveyTrigger(trigger: SurveyTrigger): SurveyTrigger {
  if (!/^[a-z][a-zA-Z0-9]*(\.[a-z][a-zA-Z0-9]*)+$/.test(trigger.name)) {
    throw new Error(`Survey trigger ${trigger.name}: the name must be like ticket.resolved`);
  }
  return trigger;
}

/**
 * Declares something that surveys can be sent after; the same name twice stops the start. A context calls it where its
 * module is loaded; the host does it for plugins.
 */
export function registerSurveyTrigger(trigger: SurveyTrigger, plugin: string | null = null): SurveyTrigger {
  const { name } = defineSurveyTrigger(trigger);
  if (triggers.has(name)) throw new Error(`The survey trigger ${name} is declared twice`);
  triggers.set(name, { ...trigger, plugin });
  return trigger;
}

/** Every trigger of the loaded modules, by name. */
export const allSurveyTriggers = (): readonly OwnedSurveyTrigger[] =>
  [...triggers.values()].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Tells surveys that something has happened. Call it in the transaction of an event handler. */
export abstract class SurveyTriggers {
  /**
   * Has the customer invited to every open survey that is sent after this: after its delay, unless they were asked too
   * often of late. Nobody can choose or suppress who is asked: whoever calls this names what happened, no more.
   *
   * @throws Error for a customer that whoever acts does not know
   */
  abstract fire(trigger: SurveyTrigger, occasion: SurveyOccasion): Promise<void>;
}

/** Where the answer to a survey is dealt with. */
export abstract class SurveyFollowUps {
  /**
   * Shows beside an answer what deals with it, e.g. the ticket made of a low score.
   * @param link prefix of its ids and its UUID
   */
  abstract link(responseId: string, link: { readonly idType: string; readonly id: string }): Promise<void>;
}
