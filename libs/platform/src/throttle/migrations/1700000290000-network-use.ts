import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What unknown callers have done, by kind and network. It belongs to no tenant, and the application reaches it by one
 * function alone. A row says from when on its network may do as much as one that never called: older ones are nothing.
 */
export class NetworkUse1700000290000 implements MigrationInterface {
  readonly name = 'NetworkUse1700000290000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE app.network_use (
        subject text COLLATE "C" PRIMARY KEY CHECK (length(subject) <= 100),
        free_at timestamptz NOT NULL
      );
      CREATE INDEX network_use_free ON app.network_use (free_at);
      REVOKE ALL ON app.network_use FROM PUBLIC;

      -- Counts one use at a time and answers 0, or counts nothing and answers the milliseconds until the next one fits.
      -- Each use takes a network "pace" seconds, of which "most" may lie ahead.
      CREATE FUNCTION app.count_network_use(counted text, most integer, pace double precision)
        RETURNS double precision
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        due timestamptz;
        -- The database's clock: those of processes differ.
        moment timestamptz := clock_timestamp();
      BEGIN
        INSERT INTO app.network_use AS u (subject, free_at) VALUES (counted, moment + pace * interval '1 second')
        ON CONFLICT (subject) DO UPDATE SET free_at = greatest(u.free_at, moment) + pace * interval '1 second'
          WHERE u.free_at <= moment + (most - 1) * pace * interval '1 second'
        RETURNING free_at INTO due;
        IF NOT FOUND THEN
          SELECT free_at INTO due FROM app.network_use WHERE subject = counted;
          RETURN greatest(1, (extract(epoch FROM due - moment)::float8 - (most - 1) * pace) * 1000);
        END IF;
        -- After the own row, and past those that are locked, so that nobody waits for each other.
        DELETE FROM app.network_use WHERE subject IN (
          SELECT subject FROM app.network_use WHERE free_at < moment LIMIT 20 FOR UPDATE SKIP LOCKED);
        RETURN 0;
      END $$;
      REVOKE ALL ON FUNCTION app.count_network_use FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.count_network_use TO atrium_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION app.count_network_use;
      DROP TABLE app.network_use;
    `);
  }
}
