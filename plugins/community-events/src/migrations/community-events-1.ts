import { createTenantTable, CUSTOMER_IDS, SCOPE_IDS, showCustomers } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const S = 'plg_community_events';
const OF_EVENT = `event_id uuid NOT NULL,
  FOREIGN KEY (tenant_id, event_id) REFERENCES ${S}.event (tenant_id, id) ON DELETE CASCADE`;
const ofCustomer = (name: string): string => `customer_id uuid NOT NULL,
  CONSTRAINT ${name}_customer_fkey FOREIGN KEY (tenant_id, customer_id)
    REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`;
/** Whoever sees the customer sees the row. */
const withCustomer = (table: string): { using: string; checked: true } => ({
  checked: true,
  using: `EXISTS (SELECT FROM core.customer c WHERE c.tenant_id = ${table}.tenant_id AND c.id = ${table}.customer_id)`,
});
const withEvent = (table: string): { using: string; checked: true } => ({
  checked: true,
  using: `EXISTS (SELECT FROM ${S}.event e WHERE e.tenant_id = ${table}.tenant_id AND e.id = ${table}.event_id)`,
});
const PARTICIPATION = { kind: 'COMMUNITY_EVENTS_PARTICIPATION' };

/** Events, who is invited to them, who takes part, photos, and addresses of calendars. */
export class CommunityEvents1 implements MigrationInterface {
  readonly name = 'CommunityEvents1';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: `${S}.event`,
      columns: `
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('ACTIVITY', 'FORUM', 'TRAINING', 'NOTICE_ONLY')),
        state text COLLATE "C" NOT NULL DEFAULT 'DRAFT' CHECK (state IN ('DRAFT', 'PUBLISHED', 'CANCELLED', 'FINISHED')),
        title text NOT NULL,
        description text NOT NULL,
        place text,
        community_id uuid,
        segment_id uuid,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        registration_opens_at timestamptz,
        registration_closes_at timestamptz,
        capacity integer CHECK (capacity > 0),
        has_waiting_list boolean NOT NULL DEFAULT true,
        household_limit integer CHECK (household_limit > 0),
        remind_hours integer CHECK (remind_hours BETWEEN 0 AND 168),
        notifies boolean NOT NULL DEFAULT true,
        budget bigint CHECK (budget >= 0),
        spent bigint CHECK (spent >= 0),
        currency text COLLATE "C" NOT NULL,
        cancelled_reason text,
        published_at timestamptz,
        CHECK (ends_at > starts_at),
        CHECK (kind <> 'NOTICE_ONLY' OR (capacity IS NULL AND household_limit IS NULL)),
        CONSTRAINT event_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE CASCADE`,
      versioned: true,
      // What is for the whole company is seen by all its staff; the service lets only those change it who see all of it.
      scope: { checked: true, using: `community_id IS NULL OR community_id = ANY (${SCOPE_IDS})` },
      retention: { kept: 'it names nobody, and tells what the company has done' },
    });
    await createTenantTable(runner, {
      table: `${S}.registration`,
      hasParent: true,
      // household: the home they come from, or the customer where there is none. queue: place in the order of arrival.
      columns: `
        ${OF_EVENT},
        ${ofCustomer('registration')},
        unit_id uuid,
        household uuid NOT NULL,
        people integer NOT NULL CHECK (people > 0),
        state text COLLATE "C" NOT NULL
          CHECK (state IN ('CONFIRMED', 'WAITING', 'CANCELLED', 'ATTENDED', 'NO_SHOW', 'NOT_PLACED')),
        queue integer NOT NULL,
        code text COLLATE "C" NOT NULL,
        note text,
        by_staff boolean NOT NULL DEFAULT false,
        confirmed_at timestamptz,
        cancelled_at timestamptz,
        checked_in_at timestamptz,
        CHECK ((state = 'ATTENDED') = (checked_in_at IS NOT NULL)),
        CONSTRAINT registration_code UNIQUE (tenant_id, code),
        CONSTRAINT registration_queue UNIQUE (tenant_id, event_id, queue),
        CONSTRAINT registration_unit_fkey FOREIGN KEY (tenant_id, unit_id)
          REFERENCES atrium.unit (tenant_id, id) ON DELETE SET NULL (unit_id)`,
      scope: withCustomer('registration'),
      customer: 'customer_id',
      customerWrites: 'change',
      secret: ['code'],
      retention: PARTICIPATION,
    });
    await createTenantTable(runner, {
      table: `${S}.invitation`,
      hasParent: true,
      columns: `
        ${OF_EVENT},
        ${ofCustomer('invitation')},
        CONSTRAINT invitation_once UNIQUE (tenant_id, event_id, customer_id)`,
      scope: withCustomer('invitation'),
      customer: 'customer_id',
      unaudited: 'it says itself who was invited, and when',
      retention: PARTICIPATION,
    });
    await this.showEvents(runner);
    await createTenantTable(runner, {
      table: `${S}.photo`,
      hasParent: true,
      columns: `
        ${OF_EVENT},
        file_id uuid NOT NULL,
        name text NOT NULL,
        content_type text NOT NULL,
        caption text,
        CONSTRAINT photo_once UNIQUE (tenant_id, event_id, file_id),
        CONSTRAINT photo_file_fkey FOREIGN KEY (tenant_id, file_id) REFERENCES atrium.file (tenant_id, id) ON DELETE CASCADE`,
      scope: withEvent('photo'),
      customer: { using: withEvent('photo').using },
      retention: { kept: 'it goes with its event' },
    });
    await createTenantTable(runner, {
      table: `${S}.feed`,
      columns: `
        community_id uuid,
        customer_id uuid,
        token_hash text COLLATE "C" NOT NULL,
        label text,
        CHECK (community_id IS NULL OR customer_id IS NULL),
        CONSTRAINT feed_token UNIQUE (tenant_id, token_hash),
        CONSTRAINT feed_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT feed_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      // A customer's is the customer's alone; the others are staff's.
      scope: {
        checked: true,
        using: `customer_id IS NULL AND (community_id IS NULL OR community_id = ANY (${SCOPE_IDS}))`,
      },
      customer: 'customer_id',
      customerWrites: 'all',
      secret: ['token_hash'],
      retention: { kept: 'until it is revoked' },
    });
    await runner.query(`
      CREATE INDEX event_starts ON ${S}.event (tenant_id, starts_at, id);
      CREATE INDEX event_community ON ${S}.event (tenant_id, community_id, starts_at, id);
      CREATE INDEX event_segment ON ${S}.event (tenant_id, segment_id) WHERE segment_id IS NOT NULL;
      CREATE UNIQUE INDEX registration_once ON ${S}.registration (tenant_id, event_id, customer_id)
        WHERE state <> 'CANCELLED';
      CREATE INDEX registration_event ON ${S}.registration (tenant_id, event_id, state, queue);
      CREATE INDEX registration_customer ON ${S}.registration (tenant_id, customer_id, created_at, id);
      CREATE INDEX registration_attended ON ${S}.registration (tenant_id, customer_id, checked_in_at, id)
        WHERE checked_in_at IS NOT NULL;
      CREATE INDEX registration_created ON ${S}.registration (tenant_id, created_at, id);
      CREATE INDEX registration_unit ON ${S}.registration (tenant_id, unit_id) WHERE unit_id IS NOT NULL;
      CREATE INDEX invitation_customer ON ${S}.invitation (tenant_id, customer_id, event_id);
      CREATE INDEX photo_file ON ${S}.photo (tenant_id, file_id);
      CREATE INDEX feed_customer ON ${S}.feed (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
      CREATE INDEX feed_community ON ${S}.feed (tenant_id, community_id) WHERE community_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${S}.feed, ${S}.photo, ${S}.invitation, ${S}.registration, ${S}.event CASCADE`);
  }

  /**
   * Customers see what is out and is for them: what they are invited or registered to, and what is for everybody where
   * they live or work. Set now that there is what it looks at.
   */
  private async showEvents(runner: QueryRunner): Promise<void> {
    const own = (table: string): string => `id = ANY (ARRAY(SELECT x.event_id FROM ${S}.${table} x
      WHERE x.customer_id = ANY (${CUSTOMER_IDS})))`;
    await showCustomers(runner, {
      table: `${S}.event`,
      customer: {
        using: `state <> 'DRAFT' AND (${own('registration')} OR ${own('invitation')}
          OR (segment_id IS NULL AND EXISTS (SELECT FROM core.occupancy o
            WHERE o.tenant_id = event.tenant_id AND o.customer_id = ANY (${CUSTOMER_IDS})
              AND o.starts_on <= current_date + 1 AND o.ends_on >= current_date
              AND (event.community_id IS NULL OR o.community_id = event.community_id))))`,
      },
    });
  }
}
