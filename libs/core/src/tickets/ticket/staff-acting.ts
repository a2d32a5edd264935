import { context } from '@atrium/sdk';

/** UUID of the member of staff who acts; null where a program, a customer or the platform itself does. */
export function staffActing(): string | null {
  const { actor } = context();
  return actor.kind === 'STAFF' ? actor.id : null;
}
