import { type FieldProblem, forbidden, holds, PublicEvents, validationFailed } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { webhookMessages } from '../webhooks.messages';

/** What of the public events somebody may choose. */
@Injectable()
export class ChosenEvents {
  constructor(private readonly events: PublicEvents) {}

  /**
   * The names, sorted. `VALIDATION_FAILED` with a problem for each that cannot be chosen, `FORBIDDEN` for one that tells of
   * what the caller may not read.
   */
  check(names: readonly string[], isOfCommunities: boolean): string[] {
    const problems = names.flatMap((given, index): FieldProblem[] => {
      const at = { path: `input.events.${index}`, params: { given: given.slice(0, 80) } };
      const event = this.events.find(given);
      if (!event) return [{ ...at, code: 'UNKNOWN_EVENT', message: webhookMessages.unknownEvent }];
      if (names.indexOf(given) < index) return [{ ...at, code: 'CHOSEN_TWICE', message: webhookMessages.chosenTwice }];
      if (isOfCommunities && event.place === 'company') {
        return [{ ...at, code: 'OF_THE_COMPANY', message: webhookMessages.ofTheCompany }];
      }
      return [];
    });
    if (problems.length > 0) throw validationFailed(...problems);
    const missing = this.permissionsOf(names).find((permission) => !holds(permission));
    if (missing !== undefined) throw forbidden(missing);
    return [...names].sort();
  }

  /** Permissions that these events ask for. */
  permissionsOf(names: readonly string[]): string[] {
    return [...new Set(names.flatMap((name) => this.events.find(name)?.permission ?? []))];
  }
}
