import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GOES_WITH_TICKET, OF_TICKET, scopeOfTicket } from './of-ticket';

/** Steps against violations of rules (业主违规), and mediation between neighbours (邻里纠纷). */
export class ViolationsAndMediation1700000561900 implements MigrationInterface {
  readonly name = 'ViolationsAndMediation1700000561900';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.violation_step',
      hasParent: true,
      // deadline: of a notice; remedied: of a re-inspection; authority, reference: of a report.
      columns: `
        ${OF_TICKET},
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('NOTICE', 'REINSPECTION', 'REPORT')),
        at timestamptz NOT NULL,
        actor_name text,
        note text NOT NULL,
        served_by text COLLATE "C" CHECK (served_by IN ('IN_PERSON', 'POSTED', 'MAILED', 'APP')),
        deadline timestamptz,
        remedied boolean,
        authority text,
        reference text,
        CHECK ((kind = 'NOTICE') = (deadline IS NOT NULL) AND (kind = 'NOTICE') = (served_by IS NOT NULL)),
        CHECK ((kind = 'REINSPECTION') = (remedied IS NOT NULL)),
        CHECK ((kind = 'REPORT') = (authority IS NOT NULL))`,
      scope: scopeOfTicket('violation_step'),
      rights: 'append',
      retention: GOES_WITH_TICKET,
    });
    await createTenantTable(runner, {
      table: 'atrium.mediation_party',
      hasParent: true,
      columns: `
        ${OF_TICKET},
        customer_id uuid,
        name text NOT NULL,
        position text,
        CONSTRAINT mediation_party_customer_key UNIQUE (tenant_id, ticket_id, customer_id),
        CONSTRAINT mediation_party_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION`,
      scope: scopeOfTicket('mediation_party'),
      retention: GOES_WITH_TICKET,
      onCustomerErased: { set: { name: `'***'`, position: 'NULL' } },
    });
    await createTenantTable(runner, {
      table: 'atrium.mediation_session',
      hasParent: true,
      columns: `
        ${OF_TICKET},
        held_at timestamptz NOT NULL,
        place text,
        mediator_name text NOT NULL,
        summary text NOT NULL,
        agreement text`,
      scope: scopeOfTicket('mediation_session'),
      rights: 'append',
      retention: GOES_WITH_TICKET,
    });
    await runner.query(`
      CREATE INDEX violation_step_time ON atrium.violation_step (tenant_id, ticket_id, at, id);
      CREATE INDEX mediation_party_ticket ON atrium.mediation_party (tenant_id, ticket_id, id);
      CREATE INDEX mediation_party_customer ON atrium.mediation_party (tenant_id, customer_id)
        WHERE customer_id IS NOT NULL;
      CREATE INDEX mediation_session_time ON atrium.mediation_session (tenant_id, ticket_id, held_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.mediation_session, atrium.mediation_party, atrium.violation_step');
  }
}
