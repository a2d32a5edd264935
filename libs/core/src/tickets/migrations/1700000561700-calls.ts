import { announceChanges, createTenantTable, SCOPE_IDS } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { callTopic } from '../calls/calls.topic';

/** Telephone calls, and the exchanges that tell of them. */
export class Calls1700000561700 implements MigrationInterface {
  readonly name = 'Calls1700000561700';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.telephony_exchange',
      versioned: true,
      secret: ['secret_sealed'],
      retention: { kept: 'settings: they are there until they are changed' },
      columns: `
        exchange text COLLATE "C" NOT NULL,
        secret_sealed text NOT NULL,
        is_enabled boolean NOT NULL,
        CONSTRAINT telephony_exchange_key UNIQUE (tenant_id, exchange)`,
      // Of the whole company.
      scope: 'none',
    });
    await createTenantTable(runner, {
      table: 'atrium.phone_call',
      // exchange and call_key: where it was told of, and under which number there; empty for what people enter.
      columns: `
        exchange text COLLATE "C",
        call_key text COLLATE "C",
        direction text COLLATE "C" NOT NULL CHECK (direction IN ('INBOUND', 'OUTBOUND')),
        state text COLLATE "C" NOT NULL CHECK (state IN ('RINGING', 'TALKING', 'ENDED')),
        number text COLLATE "C" NOT NULL,
        number_masked text NOT NULL,
        queue text,
        customer_id uuid,
        ticket_id uuid,
        community_id uuid,
        agent_id uuid,
        agent_name text,
        started_at timestamptz NOT NULL,
        answered_at timestamptz,
        ended_at timestamptz,
        seconds integer NOT NULL DEFAULT 0 CHECK (seconds >= 0),
        recording_url text,
        note text,
        score integer CHECK (score BETWEEN 1 AND 5),
        score_note text,
        scored_by text,
        scored_at timestamptz,
        CHECK ((exchange IS NULL) = (call_key IS NULL)),
        CHECK ((score IS NULL) = (scored_at IS NULL)),
        CONSTRAINT phone_call_key UNIQUE (tenant_id, exchange, call_key),
        CONSTRAINT phone_call_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT phone_call_ticket_fkey FOREIGN KEY (tenant_id, ticket_id)
          REFERENCES atrium.ticket (tenant_id, id) ON DELETE SET NULL (ticket_id),
        CONSTRAINT phone_call_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT phone_call_agent_fkey FOREIGN KEY (tenant_id, agent_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (agent_id)`,
      versioned: true,
      // Of an unknown caller no community is known: then it is seen by who took the call, and by who sees the whole company.
      scope: {
        using: `community_id = ANY (${SCOPE_IDS}) OR agent_id = nullif(current_setting('app.actor_id', true), '')::uuid`,
        checked: true,
      },
      redact: ['number'],
      retention: { kind: 'CALLS', since: 'ended_at' },
      onCustomerErased: {
        set: { number: `'***'`, number_masked: `'***'`, recording_url: 'NULL', note: 'NULL', score_note: 'NULL' },
      },
    });
    await runner.query(`
      CREATE INDEX phone_call_started ON atrium.phone_call (tenant_id, started_at, id);
      CREATE INDEX phone_call_customer ON atrium.phone_call (tenant_id, customer_id, started_at, id)
        WHERE customer_id IS NOT NULL;
      CREATE INDEX phone_call_ticket ON atrium.phone_call (tenant_id, ticket_id, started_at, id)
        WHERE ticket_id IS NOT NULL;
      CREATE INDEX phone_call_agent ON atrium.phone_call (tenant_id, agent_id, started_at, id)
        WHERE agent_id IS NOT NULL;
      CREATE INDEX phone_call_community ON atrium.phone_call (tenant_id, community_id) WHERE community_id IS NOT NULL;
      CREATE INDEX phone_call_going_on ON atrium.phone_call (tenant_id, state, started_at) WHERE state <> 'ENDED';
    `);
    await announceChanges(runner, { table: 'atrium.phone_call', topic: callTopic, key: 'agent_id' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.phone_call, atrium.telephony_exchange');
  }
}
