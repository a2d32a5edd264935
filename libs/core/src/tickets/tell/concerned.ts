import { db } from '@atrium/sdk';

/** Who of the staff a ticket concerns. UUIDs of people who can sign in. */
export interface Concerned {
  /** Whoever has it; where nobody does, the members of the team that has it. */
  readonly doers: readonly string[];
  readonly observers: readonly string[];
  readonly leaderId: string | null;
}

/** Facts of a ticket as they are when somebody is told. */
export interface ToldTicket extends Concerned {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly customerId: string | null;
  readonly managerAsked: boolean;
  readonly isHistoric: boolean;
  readonly dueAt: Date | null;
}

const READ = {
  name: 'ticket_concerned',
  text: `SELECT k.id, k.number, k.title, k.customer_id AS "customerId", k.manager_asked AS "managerAsked",
      k.is_historic AS "isHistoric", CASE WHEN isfinite(k.due_at) THEN k.due_at END AS "dueAt",
      ARRAY(SELECT s.id FROM atrium.staff s WHERE s.tenant_id = k.tenant_id AND s.status = 'ACTIVE' AND (
        s.id = k.assignee_id OR (k.assignee_id IS NULL AND EXISTS (SELECT FROM atrium.team_member m
          WHERE m.tenant_id = k.tenant_id AND m.team_id = k.team_id AND m.staff_id = s.id)))) AS doers,
      ARRAY(SELECT r.staff_id FROM atrium.ticket_reader r JOIN atrium.staff s
        ON s.tenant_id = r.tenant_id AND s.id = r.staff_id AND s.status = 'ACTIVE'
        WHERE r.tenant_id = k.tenant_id AND r.ticket_id = k.id AND r.is_observer) AS observers,
      (SELECT t.leader_id FROM atrium.team t WHERE t.tenant_id = k.tenant_id AND t.id = k.team_id) AS "leaderId"
    FROM atrium.ticket k WHERE k.id = $1`,
};

/** Null for a ticket that is gone. */
export async function toldTicket(id: string): Promise<ToldTicket | null> {
  const [row] = await db().query<ToldTicket & Record<string, unknown>>(READ, [id]);
  return row ?? null;
}
