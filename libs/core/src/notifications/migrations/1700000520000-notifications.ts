import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const CHANNELS = `('EMAIL', 'SMS', 'WECHAT', 'VOICE', 'PUSH', 'IN_APP')`;
const PURPOSES = `('CONTRACT', 'MARKETING', 'SURVEY')`;
/** What concerns a customer is for whoever sees the customer; the rest names nobody. */
const withCustomer = (table: string): { using: string } => ({
  using: `customer_id IS NULL OR EXISTS (SELECT FROM atrium.customer c
    WHERE c.tenant_id = ${table}.tenant_id AND c.id = ${table}.customer_id)`,
});
const RETENTION = { kind: 'NOTIFICATIONS' };

/** Messages that wait or were sent, by which way each went, what is shown in the app, and how people want to be told. */
export class Notifications1700000520000 implements MigrationInterface {
  readonly name = 'Notifications1700000520000';

  async up(runner: QueryRunner): Promise<void> {
    await this.messages(runner);
    await this.inbox(runner);
    await this.wishes(runner);
    await runner.query(`
      ALTER TABLE atrium.customer_consent DROP CONSTRAINT customer_consent_purpose_check,
        ADD CONSTRAINT customer_consent_purpose_check CHECK (purpose IN ${PURPOSES})`);
    await runner.query(QUEUE);
    await runner.query(CANCEL);
  }

  private async messages(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.notification',
      retention: RETENTION,
      // recipient: what de-duplication compares, a UUID or the fingerprint of an address. next_at: when it is looked at
      // again; of one being handed over, when whoever does so is given up. tried: channels that could not deliver.
      columns: `
        type text COLLATE "C" NOT NULL,
        purpose text COLLATE "C" NOT NULL CHECK (purpose IN ${PURPOSES}),
        customer_id uuid,
        staff_id uuid,
        recipient text COLLATE "C" NOT NULL,
        locale text COLLATE "C",
        params jsonb NOT NULL CHECK (octet_length(params::text) <= 65536),
        sealed text,
        channels text[],
        dedupe_key text COLLATE "C" CHECK (length(dedupe_key) <= 200),
        about_type text COLLATE "C",
        about_id uuid,
        state text COLLATE "C" NOT NULL DEFAULT 'QUEUED' CHECK (state IN
          ('QUEUED', 'HELD', 'SENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'BOUNCED', 'SUPPRESSED')),
        reason text COLLATE "C",
        channel text COLLATE "C" CHECK (channel IN ${CHANNELS}),
        perhaps_twice boolean NOT NULL DEFAULT false,
        in_app boolean NOT NULL DEFAULT false,
        tried text[] NOT NULL DEFAULT '{}',
        attempts integer NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL,
        expires_at timestamptz,
        claim uuid,
        settled_at timestamptz,
        CHECK ((about_type IS NULL) = (about_id IS NULL)),
        CHECK (customer_id IS NULL OR staff_id IS NULL),
        CONSTRAINT notification_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT notification_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      scope: withCustomer('notification'),
      // Whoever causes a message writes it by the function below, whoever it is for.
      searchable: true,
      secret: ['sealed'],
      unaudited: 'it says itself what was sent, when, to whom and what became of it',
    });
    await createTenantTable(runner, {
      table: 'atrium.notification_delivery',
      retention: RETENTION,
      hasParent: true,
      columns: `
        notification_id uuid NOT NULL,
        customer_id uuid,
        channel text COLLATE "C" NOT NULL CHECK (channel IN ${CHANNELS}),
        provider text NOT NULL,
        purpose text COLLATE "C" NOT NULL,
        is_urgent boolean NOT NULL,
        address_masked text NOT NULL,
        address_key text COLLATE "C" NOT NULL,
        subject text,
        body text NOT NULL,
        locale text NOT NULL,
        template_version integer NOT NULL,
        state text COLLATE "C" NOT NULL CHECK (state IN ('SENDING', 'RETRYING', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'BOUNCED')),
        attempts integer NOT NULL DEFAULT 1,
        perhaps_twice boolean NOT NULL DEFAULT false,
        reference text COLLATE "C",
        failure text,
        handed_at timestamptz NOT NULL,
        sent_at timestamptz,
        reported_at timestamptz,
        CONSTRAINT notification_delivery_once UNIQUE (tenant_id, notification_id, channel),
        CONSTRAINT notification_delivery_notification_fkey FOREIGN KEY (tenant_id, notification_id)
          REFERENCES atrium.notification (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT notification_delivery_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: withCustomer('notification_delivery'),
      unaudited: 'as its message',
    });
    await runner.query(`
      CREATE INDEX notification_due ON atrium.notification (tenant_id, next_at, id) WHERE settled_at IS NULL;
      CREATE UNIQUE INDEX notification_once ON atrium.notification (tenant_id, type, recipient, dedupe_key)
        WHERE dedupe_key IS NOT NULL;
      CREATE INDEX notification_created ON atrium.notification (tenant_id, created_at, id);
      CREATE INDEX notification_state ON atrium.notification (tenant_id, state, created_at, id);
      CREATE INDEX notification_type ON atrium.notification (tenant_id, type, created_at, id);
      CREATE INDEX notification_customer ON atrium.notification (tenant_id, customer_id, created_at, id)
        WHERE customer_id IS NOT NULL;
      CREATE INDEX notification_staff ON atrium.notification (tenant_id, staff_id) WHERE staff_id IS NOT NULL;
      CREATE INDEX notification_about ON atrium.notification (tenant_id, about_id, type) WHERE about_id IS NOT NULL;
      CREATE INDEX notification_delivery_handed ON atrium.notification_delivery (tenant_id, channel, handed_at);
      CREATE INDEX notification_delivery_customer ON atrium.notification_delivery (tenant_id, customer_id, handed_at)
        WHERE customer_id IS NOT NULL;
      ALTER TABLE atrium.notification ALTER COLUMN params SET STATISTICS 0;
    `);
  }

  private async inbox(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.inbox_message',
      retention: RETENTION,
      hasParent: true,
      // sealed: the body with what opens something by itself; only its recipient is shown it.
      columns: `
        notification_id uuid NOT NULL,
        customer_id uuid,
        staff_id uuid,
        recipient_id uuid NOT NULL GENERATED ALWAYS AS (coalesce(customer_id, staff_id)) STORED,
        type text COLLATE "C" NOT NULL,
        title text NOT NULL,
        body text NOT NULL,
        sealed text,
        about_type text COLLATE "C",
        about_id uuid,
        read_at timestamptz,
        CHECK ((customer_id IS NULL) <> (staff_id IS NULL)),
        CONSTRAINT inbox_message_once UNIQUE (tenant_id, notification_id),
        CONSTRAINT inbox_message_notification_fkey FOREIGN KEY (tenant_id, notification_id)
          REFERENCES atrium.notification (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT inbox_message_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT inbox_message_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      scope: { ...withCustomer('inbox_message'), checked: true },
      customer: 'customer_id',
      customerWrites: 'change',
      secret: ['sealed'],
      unaudited: 'as its message',
    });
    await runner.query(`
      CREATE INDEX inbox_message_recipient ON atrium.inbox_message (tenant_id, recipient_id, created_at, id);
      CREATE INDEX inbox_message_unread ON atrium.inbox_message (tenant_id, recipient_id) WHERE read_at IS NULL;
      CREATE INDEX inbox_message_customer ON atrium.inbox_message (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
      CREATE INDEX inbox_message_staff ON atrium.inbox_message (tenant_id, staff_id) WHERE staff_id IS NOT NULL;
    `);
  }

  private async wishes(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.notification_settings',
      retention: { kept: 'settings: one row a company' },
      columns: `
        channel_order text[] NOT NULL,
        quiet_from time,
        quiet_until time,
        daily_limit integer CHECK (daily_limit > 0),
        marketing_weekly_limit integer CHECK (marketing_weekly_limit >= 0),
        per_minute jsonb NOT NULL DEFAULT '{}',
        types_off text[] NOT NULL DEFAULT '{}',
        only_row boolean NOT NULL DEFAULT true CHECK (only_row),
        CHECK ((quiet_from IS NULL) = (quiet_until IS NULL)),
        CONSTRAINT notification_settings_once UNIQUE (tenant_id, only_row)`,
      versioned: true,
      // How a company tells its customers things is one setting for all its communities.
      scope: 'none',
    });
    await createTenantTable(runner, {
      table: 'atrium.notification_preference',
      retention: { kept: 'it goes with the customer' },
      hasParent: true,
      columns: `
        customer_id uuid NOT NULL,
        channels text[],
        time_zone text,
        quiet_from time,
        quiet_until time,
        CHECK ((quiet_from IS NULL) = (quiet_until IS NULL)),
        CONSTRAINT notification_preference_once UNIQUE (tenant_id, customer_id),
        CONSTRAINT notification_preference_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      versioned: true,
      scope: { ...withCustomer('notification_preference'), checked: true },
      customer: 'customer_id',
      customerWrites: 'change',
    });
    await createTenantTable(runner, {
      table: 'atrium.undeliverable_address',
      retention: { kind: 'NOTIFICATIONS' },
      // Of the address a keyed hash is kept, and what staff may see of it.
      columns: `
        channel text COLLATE "C" NOT NULL CHECK (channel IN ${CHANNELS}),
        address_key text COLLATE "C" NOT NULL,
        address_masked text NOT NULL,
        reason text NOT NULL,
        customer_id uuid,
        CONSTRAINT undeliverable_address_once UNIQUE (tenant_id, address_key),
        CONSTRAINT undeliverable_address_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: withCustomer('undeliverable_address'),
    });
    await runner.query(`
      CREATE INDEX undeliverable_address_created ON atrium.undeliverable_address (tenant_id, created_at, id);
      CREATE INDEX undeliverable_address_customer ON atrium.undeliverable_address (tenant_id, customer_id)
        WHERE customer_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM atrium.customer_consent WHERE purpose = 'SURVEY';
      ALTER TABLE atrium.customer_consent DROP CONSTRAINT customer_consent_purpose_check,
        ADD CONSTRAINT customer_consent_purpose_check CHECK (purpose IN ('CONTRACT', 'MARKETING'));
      DROP FUNCTION app.queue_notifications, app.cancel_notifications;
      DROP TABLE atrium.undeliverable_address, atrium.notification_preference, atrium.notification_settings,
        atrium.inbox_message, atrium.notification_delivery, atrium.notification`);
  }
}

/**
 * The one way to add messages: whoever acts, a customer too, causes messages to people whom they do not see. The tenant is
 * the transaction's, whatever the caller passes. Answers ids by the places of the items; of one that was there already
 * by its key, the one that was there.
 */
const QUEUE = `
  CREATE FUNCTION app.queue_notifications(items json) RETURNS TABLE (place integer, id uuid)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    tenant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  BEGIN
    IF tenant IS NULL THEN
      RAISE EXCEPTION 'A message needs a tenant' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH given AS MATERIALIZED (
      SELECT i.*, coalesce(c.merged_into_id, i.customer_id) AS person,
             coalesce(c.merged_into_id, i.customer_id, i.staff_id)::text AS known
      FROM json_to_recordset(items) AS i(place integer, id uuid, type text, purpose text, customer_id uuid, staff_id uuid,
        recipient text, locale text, params jsonb, sealed text, channels text[], dedupe_key text, about_type text,
        about_id uuid, next_at timestamptz, expires_at timestamptz)
      LEFT JOIN atrium.customer c ON c.tenant_id = tenant AND c.id = i.customer_id
    ), made AS (
      INSERT INTO atrium.notification AS n (tenant_id, id, type, purpose, customer_id, staff_id, recipient, locale, params,
        sealed, channels, dedupe_key, about_type, about_id, next_at, expires_at)
      SELECT DISTINCT ON (g.type, coalesce(g.known, g.recipient), coalesce(g.dedupe_key, g.id::text))
        tenant, g.id, g.type, g.purpose, g.person, g.staff_id, coalesce(g.known, g.recipient), g.locale, g.params,
        g.sealed, g.channels, g.dedupe_key, g.about_type, g.about_id, g.next_at, g.expires_at
      FROM given g
      ON CONFLICT (tenant_id, type, recipient, dedupe_key) WHERE dedupe_key IS NOT NULL
        DO UPDATE SET dedupe_key = excluded.dedupe_key
      RETURNING n.id, n.type, n.recipient, n.dedupe_key
    )
    SELECT g.place, m.id FROM given g JOIN made m ON m.type = g.type AND (m.id = g.id
      OR (g.dedupe_key IS NOT NULL AND m.dedupe_key = g.dedupe_key AND m.recipient = coalesce(g.known, g.recipient)));
  END $$;
  REVOKE ALL ON FUNCTION app.queue_notifications FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.queue_notifications TO atrium_app, atrium_worker;
`;

/** Stops what has not left yet. Whoever may cause messages about an object may stop them, whoever they are for. */
const CANCEL = `
  CREATE FUNCTION app.cancel_notifications(about uuid, types text[]) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    stopped integer;
  BEGIN
    UPDATE atrium.notification n SET state = 'SUPPRESSED', reason = 'CANCELLED', settled_at = now(), sealed = NULL
    WHERE n.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND n.about_id = about
      AND n.type = ANY (types) AND n.settled_at IS NULL AND n.state IN ('QUEUED', 'HELD');
    GET DIAGNOSTICS stopped = ROW_COUNT;
    RETURN stopped;
  END $$;
  REVOKE ALL ON FUNCTION app.cancel_notifications FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.cancel_notifications TO atrium_app, atrium_worker;
`;
