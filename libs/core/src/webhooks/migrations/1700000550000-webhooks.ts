import { createTenantTable, SCOPE_IDS } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows that hang on a subscription are there for whoever sees the subscription. */
const withSubscription = (table: string): { using: string; checked: true } => ({
  checked: true,
  using: `EXISTS (SELECT FROM atrium.webhook_subscription s
    WHERE s.tenant_id = ${table}.tenant_id AND s.id = ${table}.subscription_id)`,
});

const OF_SUBSCRIPTION = (name: string): string => `subscription_id uuid NOT NULL,
  CONSTRAINT ${name}_subscription_fkey FOREIGN KEY (tenant_id, subscription_id)
    REFERENCES atrium.webhook_subscription (tenant_id, id) ON DELETE CASCADE`;

/** Who is told of events by HTTP, with which secrets; what was sent and what came of it. */
export class Webhooks1700000550000 implements MigrationInterface {
  readonly name = 'Webhooks1700000550000';

  async up(runner: QueryRunner): Promise<void> {
    await this.subscriptions(runner);
    await this.deliveries(runner);
    await runner.query(WANTED);
    await runner.query(ENDED_WITH_APP);
  }

  private async subscriptions(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.webhook_subscription',
      retention: { kept: 'settings: it is there until it is deleted' },
      // communities: NULL for the whole company. Whoever is limited sees those that are about nothing else.
      columns: `
        name text NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        url text NOT NULL,
        events text[] NOT NULL CHECK (cardinality(events) > 0),
        communities uuid[] CHECK (cardinality(communities) > 0),
        api_client_id uuid,
        public_client_id uuid,
        state text COLLATE "C" NOT NULL DEFAULT 'ENABLED' CHECK (state IN ('ENABLED', 'DISABLED')),
        disabled_reason text COLLATE "C" CHECK (disabled_reason IN ('BY_HAND', 'GONE', 'FAILING')),
        disabled_at timestamptz,
        CHECK ((state = 'DISABLED') = (disabled_at IS NOT NULL)),
        CHECK ((state = 'DISABLED') = (disabled_reason IS NOT NULL)),
        CONSTRAINT webhook_subscription_one_client CHECK (num_nonnulls(api_client_id, public_client_id) <= 1),
        CONSTRAINT webhook_subscription_api_client_fkey FOREIGN KEY (tenant_id, api_client_id)
          REFERENCES atrium.api_client (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT webhook_subscription_public_client_fkey FOREIGN KEY (tenant_id, public_client_id)
          REFERENCES atrium.public_client (tenant_id, id) ON DELETE CASCADE`,
      versioned: true,
      scope: { using: `communities <@ ${SCOPE_IDS}`, checked: true },
      // The limit binds who logs in alone: which events are wanted is asked whoever acts, see below.
      searchable: true,
    });
    // Two while a rotation goes on; the newest is the one without an end.
    await createTenantTable(runner, {
      table: 'atrium.webhook_secret',
      retention: { kept: 'it goes with its subscription' },
      hasParent: true,
      columns: `
        sealed text NOT NULL,
        hint text NOT NULL,
        expires_at timestamptz,
        ${OF_SUBSCRIPTION('webhook_secret')}`,
      scope: withSubscription('webhook_secret'),
      secret: ['sealed'],
    });
    await createTenantTable(runner, {
      table: 'atrium.webhook_health',
      retention: { kept: 'it goes with its subscription' },
      hasParent: true,
      columns: `
        failures integer NOT NULL DEFAULT 0,
        failing_since timestamptz,
        hold_until timestamptz,
        is_slow boolean NOT NULL DEFAULT false,
        last_delivered_at timestamptz,
        CONSTRAINT webhook_health_once UNIQUE (tenant_id, subscription_id),
        ${OF_SUBSCRIPTION('webhook_health')}`,
      scope: withSubscription('webhook_health'),
      unaudited: 'changes with each delivery, which is logged; what follows from it is audited',
    });
    await runner.query(`
      CREATE INDEX webhook_subscription_sort ON atrium.webhook_subscription (tenant_id, sort_key, id);
      CREATE INDEX webhook_subscription_created ON atrium.webhook_subscription (tenant_id, created_at, id);
      CREATE INDEX webhook_subscription_api_client ON atrium.webhook_subscription (tenant_id, api_client_id);
      CREATE INDEX webhook_subscription_public_client ON atrium.webhook_subscription (tenant_id, public_client_id);
      CREATE INDEX webhook_secret_subscription ON atrium.webhook_secret (tenant_id, subscription_id);
    `);
  }

  private async deliveries(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.webhook_delivery',
      retention: { kind: 'WEBHOOK_DELIVERIES' },
      hasParent: true,
      // body: what is sent, letter by letter, each time. permission and communities: what the event asked for and where
      // it happened, checked again when it is sent. tries are of this round, attempts of all.
      columns: `
        event_id uuid NOT NULL,
        type text COLLATE "C" NOT NULL,
        aggregate_id uuid NOT NULL,
        permission text,
        communities uuid[],
        occurred_at timestamptz NOT NULL,
        body text NOT NULL,
        is_test boolean NOT NULL DEFAULT false,
        state text COLLATE "C" NOT NULL DEFAULT 'WAITING'
          CHECK (state IN ('WAITING', 'DELIVERED', 'FAILED', 'CANCELLED')),
        tries integer NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        replays integer NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL DEFAULT now(),
        sending_until timestamptz,
        ended_at timestamptz,
        CHECK ((state = 'WAITING') = (ended_at IS NULL)),
        CONSTRAINT webhook_delivery_once UNIQUE (tenant_id, subscription_id, event_id),
        ${OF_SUBSCRIPTION('webhook_delivery')}`,
      scope: withSubscription('webhook_delivery'),
      unaudited: 'a log: the change that caused it is audited',
    });
    await createTenantTable(runner, {
      table: 'atrium.webhook_attempt',
      retention: { kept: 'it goes with its delivery' },
      hasParent: true,
      columns: `
        delivery_id uuid NOT NULL,
        number integer NOT NULL,
        outcome text COLLATE "C" NOT NULL DEFAULT 'SENDING',
        status integer,
        latency_ms integer,
        detail text,
        answer text,
        CONSTRAINT webhook_attempt_number UNIQUE (tenant_id, delivery_id, number),
        CONSTRAINT webhook_attempt_delivery_fkey FOREIGN KEY (tenant_id, delivery_id)
          REFERENCES atrium.webhook_delivery (tenant_id, id) ON DELETE CASCADE`,
      scope: {
        checked: true,
        using: `EXISTS (SELECT FROM atrium.webhook_delivery d
          WHERE d.tenant_id = webhook_attempt.tenant_id AND d.id = webhook_attempt.delivery_id)`,
      },
      unaudited: 'a log',
    });
    await runner.query(`
      CREATE INDEX webhook_delivery_created ON atrium.webhook_delivery (tenant_id, created_at, id);
      CREATE INDEX webhook_delivery_subscription
        ON atrium.webhook_delivery (tenant_id, subscription_id, created_at, id);
      -- In the order in which they are taken: what waits can be an import.
      CREATE INDEX webhook_delivery_due
        ON atrium.webhook_delivery (tenant_id, subscription_id, next_at, created_at, id) WHERE state = 'WAITING';
      CREATE INDEX webhook_delivery_open
        ON atrium.webhook_delivery (tenant_id, subscription_id, aggregate_id, created_at, id) WHERE state = 'WAITING';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER end_webhooks ON atrium.api_client;
      DROP TRIGGER end_webhooks ON atrium.public_client;
      DROP FUNCTION app.end_webhooks_of_app, app.webhook_events_wanted, app.count_webhooks;
      DROP TABLE atrium.webhook_attempt, atrium.webhook_delivery, atrium.webhook_health, atrium.webhook_secret,
        atrium.webhook_subscription;
    `);
  }
}

/**
 * Which events anybody of the current tenant listens to: asked whenever one happens, also while a customer or somebody limited
 * acts, so it reads past what they see; it answers names of events alone. How many webhooks there are counts those out of
 * the caller's sight: the limit is the company's.
 */
const WANTED = `
  CREATE POLICY find_wanted ON atrium.webhook_subscription FOR SELECT TO atrium_owner USING (true);
  CREATE FUNCTION app.webhook_events_wanted() RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT DISTINCT e FROM atrium.webhook_subscription s, unnest(s.events) e
    WHERE s.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND s.state = 'ENABLED'
  $$;
  CREATE FUNCTION app.count_webhooks() RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT count(*)::int FROM atrium.webhook_subscription s
    WHERE s.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
  $$;
  REVOKE ALL ON FUNCTION app.webhook_events_wanted, app.count_webhooks FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.webhook_events_wanted, app.count_webhooks TO atrium_app, atrium_worker;
`;

/** What belongs to a program ends with it, in the same transaction and whoever ends it. */
const ENDED_WITH_APP = `
  CREATE FUNCTION app.end_webhooks_of_app() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  BEGIN
    DELETE FROM atrium.webhook_subscription s
    WHERE s.tenant_id = NEW.tenant_id
      AND CASE TG_ARGV[0] WHEN 'api_client_id' THEN s.api_client_id ELSE s.public_client_id END = NEW.id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER end_webhooks AFTER UPDATE OF revoked_at ON atrium.api_client
    FOR EACH ROW WHEN (NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION app.end_webhooks_of_app('api_client_id');
  CREATE TRIGGER end_webhooks AFTER UPDATE OF revoked_at ON atrium.public_client
    FOR EACH ROW WHEN (NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION app.end_webhooks_of_app('public_client_id');
`;
