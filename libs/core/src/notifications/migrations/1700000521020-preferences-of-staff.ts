import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Staff say how they want to be told things, too. */
export class PreferencesOfStaff1700000521020 implements MigrationInterface {
  readonly name = 'PreferencesOfStaff1700000521020';

  async up(runner: QueryRunner): Promise<void> {
    // Of staff one sees one's own; the platform itself, which sends by it, sees all.
    await runner.query(`
      ALTER TABLE atrium.notification_preference ALTER COLUMN customer_id DROP NOT NULL,
        ADD COLUMN staff_id uuid,
        ADD CHECK ((customer_id IS NULL) <> (staff_id IS NULL)),
        ADD CONSTRAINT notification_preference_staff_once UNIQUE (tenant_id, staff_id),
        ADD CONSTRAINT notification_preference_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`);
    await runner.query(`
      CREATE POLICY own ON atrium.notification_preference AS RESTRICTIVE TO atrium_app
        USING (staff_id IS NULL OR (SELECT nullif(current_setting('app.actor_id', true), '')) IS NULL
          OR staff_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM atrium.notification_preference WHERE staff_id IS NOT NULL;
      DROP POLICY own ON atrium.notification_preference;
      ALTER TABLE atrium.notification_preference DROP COLUMN staff_id, ALTER COLUMN customer_id SET NOT NULL`);
  }
}
