import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What figures are made of stands in the ticket: a report over many reads nothing else. */
export class TicketStatistics1700000561060 implements MigrationInterface {
  readonly name = 'TicketStatistics1700000561060';

  /** Seconds as whole numbers: they sort at a fraction of what intervals cost. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.ticket
        ADD response_seconds integer
          GENERATED ALWAYS AS (CASE WHEN first_response_at IS NOT NULL
            THEN least(extract(epoch FROM first_response_at - opened_at), 2147483647)::integer END) STORED,
        ADD resolution_seconds integer
          GENERATED ALWAYS AS (CASE WHEN resolved_at IS NOT NULL
            THEN least(extract(epoch FROM resolved_at - opened_at), 2147483647)::integer END) STORED,
        ADD is_on_time boolean,
        ADD assigned_count integer NOT NULL DEFAULT 0;
      UPDATE atrium.ticket k SET
        assigned_count = (SELECT count(*) FROM atrium.ticket_event e
          WHERE e.tenant_id = k.tenant_id AND e.ticket_id = k.id AND e.kind = 'ASSIGNED'),
        is_on_time = (SELECT c.breached_at IS NULL FROM atrium.ticket_clock c WHERE c.tenant_id = k.tenant_id
          AND c.ticket_id = k.id AND c.target = 'RESOLUTION' AND k.resolved_at IS NOT NULL);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.ticket DROP response_seconds, DROP resolution_seconds, DROP is_on_time, DROP assigned_count`);
  }
}
