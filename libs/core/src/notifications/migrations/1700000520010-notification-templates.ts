import { announceChanges, createTenantTable, CUSTOMER_IDS } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { inboxTopic } from '../notifications.topic';

/** A company's own words for messages, each version of them; and who sees messages in the app. */
export class NotificationTemplates1700000520010 implements MigrationInterface {
  readonly name = 'NotificationTemplates1700000520010';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.notification_template',
      retention: { kept: 'settings: it is there until it is reset' },
      columns: `
        type text COLLATE "C" NOT NULL,
        channel text COLLATE "C" NOT NULL CHECK (channel IN ('EMAIL', 'SMS', 'WECHAT', 'VOICE', 'PUSH', 'IN_APP')),
        locale text COLLATE "C" NOT NULL,
        subject text,
        body text NOT NULL,
        CONSTRAINT notification_template_once UNIQUE (tenant_id, type, channel, locale)`,
      versioned: true,
      // A company speaks with one voice in all its communities.
      scope: 'none',
    });
    await createTenantTable(runner, {
      table: 'atrium.notification_template_version',
      retention: { kept: 'it goes with its template: messages name the version they were made from' },
      hasParent: true,
      rights: 'append',
      columns: `
        template_id uuid NOT NULL,
        number integer NOT NULL,
        subject text,
        body text NOT NULL,
        author text NOT NULL,
        CONSTRAINT notification_template_version_once UNIQUE (tenant_id, template_id, number),
        CONSTRAINT notification_template_version_template_fkey FOREIGN KEY (tenant_id, template_id)
          REFERENCES atrium.notification_template (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none',
      unaudited: 'the template it was is audited',
    });
    // What a colleague is told is for the colleague.
    await runner.query(`
      CREATE POLICY own ON atrium.inbox_message AS RESTRICTIVE TO atrium_app USING (staff_id IS NULL
        OR (SELECT nullif(current_setting('app.actor_id', true), '')) IS NULL
        OR staff_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid)) WITH CHECK (true)`);
    await runner.query(READ);
    await runner.query(`
      CREATE INDEX notification_delivery_reference ON atrium.notification_delivery (tenant_id, reference, channel)
        WHERE reference IS NOT NULL`);
    await announceChanges(runner, { table: 'atrium.inbox_message', topic: inboxTopic, key: 'recipient_id' });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const event of ['insert', 'update', 'delete']) {
      await runner.query(`DROP TRIGGER announce_notification_${event} ON atrium.inbox_message`);
    }
    await runner.query(`
      DROP FUNCTION app.read_inbox;
      DROP INDEX atrium.notification_delivery_reference;
      DROP POLICY own ON atrium.inbox_message;
      DROP TABLE atrium.notification_template_version, atrium.notification_template`);
  }
}

/**
 * Whoever acts has read these of their messages in the app, or all of them: the messages are settled as read, in a table
 * that customers do not see. Answers those that were not read before.
 */
const READ = `
  CREATE FUNCTION app.read_inbox(messages uuid[], at timestamptz) RETURNS SETOF atrium.notification
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH own AS (
      UPDATE atrium.inbox_message i SET read_at = at
      WHERE i.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND i.read_at IS NULL
        AND i.recipient_id = ANY (coalesce(${CUSTOMER_IDS}, ARRAY[nullif(current_setting('app.actor_id', true), '')::uuid]))
        AND (messages IS NULL OR i.id = ANY (messages))
      RETURNING i.notification_id)
    UPDATE atrium.notification n SET state = CASE WHEN n.state IN ('SENT', 'DELIVERED') THEN 'READ' ELSE n.state END
    FROM own WHERE n.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND n.id = own.notification_id
    RETURNING n.*
  $$;
  REVOKE ALL ON FUNCTION app.read_inbox FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.read_inbox TO atrium_app, atrium_worker;
`;
