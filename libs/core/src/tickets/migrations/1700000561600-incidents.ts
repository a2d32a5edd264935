import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Group complaints (群诉): many tickets under one incident, and what was answered to all of them. */
export class TicketIncidents1700000561600 implements MigrationInterface {
  readonly name = 'TicketIncidents1700000561600';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.ticket_incident',
      // threshold: from so many tickets on it is a crisis; role_ids: who is told then, besides those who dispatch.
      columns: `
        number text COLLATE "C" NOT NULL,
        title text NOT NULL,
        description text,
        community_id uuid,
        state text COLLATE "C" NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'CLOSED')),
        threshold integer NOT NULL CHECK (threshold > 1),
        role_ids uuid[] NOT NULL DEFAULT '{}',
        opened_at timestamptz NOT NULL,
        escalated_at timestamptz,
        closed_at timestamptz,
        outcome text,
        CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL)),
        CONSTRAINT ticket_incident_number_key UNIQUE (tenant_id, number),
        CONSTRAINT ticket_incident_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION`,
      versioned: true,
      scope: 'community_id',
      retention: { kind: 'TICKETS', since: 'closed_at' },
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_incident_answer',
      hasParent: true,
      columns: `
        incident_id uuid NOT NULL,
        at timestamptz NOT NULL,
        body text NOT NULL,
        author_name text,
        reached integer NOT NULL,
        FOREIGN KEY (tenant_id, incident_id) REFERENCES atrium.ticket_incident (tenant_id, id) ON DELETE CASCADE`,
      scope: {
        using: `EXISTS (SELECT FROM atrium.ticket_incident i
          WHERE i.tenant_id = ticket_incident_answer.tenant_id AND i.id = ticket_incident_answer.incident_id)`,
        checked: true,
      },
      retention: { kept: 'it goes with its incident' },
    });
    await runner.query(`
      ALTER TABLE atrium.ticket ADD incident_id uuid,
        ADD CONSTRAINT ticket_incident_fkey FOREIGN KEY (tenant_id, incident_id)
          REFERENCES atrium.ticket_incident (tenant_id, id) ON DELETE SET NULL (incident_id);
      CREATE INDEX ticket_by_incident ON atrium.ticket (tenant_id, incident_id, opened_at, id)
        WHERE incident_id IS NOT NULL;
      CREATE INDEX ticket_incident_opened ON atrium.ticket_incident (tenant_id, opened_at, id);
      CREATE INDEX ticket_incident_community ON atrium.ticket_incident (tenant_id, community_id)
        WHERE community_id IS NOT NULL;
      CREATE INDEX ticket_incident_answer_time ON atrium.ticket_incident_answer (tenant_id, incident_id, at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.ticket DROP incident_id;
      DROP TABLE atrium.ticket_incident_answer, atrium.ticket_incident;
    `);
  }
}
