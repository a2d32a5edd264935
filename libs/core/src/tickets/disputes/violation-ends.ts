import { db } from '@atrium/sdk';
import { ViolationStepKind } from './dispute.type';

interface Step {
  readonly kind: ViolationStepKind;
  readonly remedied: boolean | null;
}

/** The last thing that was done about a violation; null: nothing yet. */
export async function lastStep(ticketId: string): Promise<Step | null> {
  const [step] = await db().query<Step & Record<string, unknown>>(
    'SELECT kind, remedied FROM atrium.violation_step WHERE ticket_id = $1 ORDER BY at DESC, id DESC LIMIT 1',
    [ticketId],
  );
  return step ?? null;
}

/** Was a violation remedied or reported, or was nothing demanded? Only then it is resolved. */
export async function mayResolveViolation(ticketId: string): Promise<boolean> {
  const last = await lastStep(ticketId);
  return last === null || last.kind === ViolationStepKind.REPORT || last.remedied === true;
}
