import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Longest payload, bytes of JSON. */
const MAX_PAYLOAD_BYTES = 64 * 1024;
/** More aggregates than this in one statement are not locked one by one: the lock table is small. */
const MAX_LOCKED = 64;

/** Of the job that has a handler look at what waits for it. Each try of an event is counted with the event, not here. */
const WAKE = `'{"retries": 25, "backoffSeconds": 2, "expireSeconds": 86415, "heartbeatSeconds": 30}'::jsonb`;

/** Events, and what each handler still has to do about them. */
export class Events1700000100000 implements MigrationInterface {
  readonly name = 'Events1700000100000';

  async up(runner: QueryRunner): Promise<void> {
    // Payloads may concern any community: whoever is limited to some sees none of it.
    const scope = { using: 'false' };
    await runner.query('CREATE SEQUENCE atrium.event_sequence');
    await createTenantTable(runner, {
      table: 'atrium.event',
      columns: `
        sequence bigint NOT NULL,
        name text COLLATE "C" NOT NULL,
        version integer NOT NULL,
        aggregate text COLLATE "C" NOT NULL,
        aggregate_id uuid NOT NULL,
        payload jsonb NOT NULL CONSTRAINT event_payload_size CHECK (octet_length(payload::text) <= ${MAX_PAYLOAD_BYTES}),
        cause jsonb NOT NULL`,
      scope,
      unaudited: 'written by the change that caused it, which is audited',
      rights: 'read',
    });
    await createTenantTable(runner, {
      table: 'atrium.event_delivery',
      hasParent: true,
      columns: `
        event_id uuid NOT NULL,
        handler text COLLATE "C" NOT NULL,
        sequence bigint NOT NULL,
        aggregate_id uuid NOT NULL,
        state text COLLATE "C" NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'DONE', 'DEAD')),
        attempts integer NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL DEFAULT now(),
        failure jsonb,
        ended_at timestamptz,
        overtakes integer NOT NULL DEFAULT 0,
        overtaken_by integer NOT NULL DEFAULT 0,
        replays integer NOT NULL DEFAULT 0,
        CONSTRAINT event_delivery_handler_key UNIQUE (tenant_id, event_id, handler),
        FOREIGN KEY (tenant_id, event_id) REFERENCES atrium.event (tenant_id, id) ON DELETE CASCADE`,
      scope,
      unaudited: 'bookkeeping; what handlers change is audited',
      rights: 'read',
    });
    await runner.query(`
      -- The worker settles deliveries and deletes old events; the API adds by the functions below.
      GRANT UPDATE ON atrium.event_delivery TO atrium_worker;
      GRANT DELETE ON atrium.event TO atrium_worker;
      CREATE INDEX event_created ON atrium.event (tenant_id, created_at);
      CREATE INDEX event_delivery_waiting ON atrium.event_delivery (tenant_id, handler, sequence) WHERE state = 'WAITING';
      CREATE INDEX event_delivery_open ON atrium.event_delivery (tenant_id, handler, aggregate_id, sequence)
        WHERE state <> 'DONE';
      CREATE INDEX event_delivery_dead ON atrium.event_delivery (tenant_id, ended_at, id) WHERE state = 'DEAD';
      ALTER TABLE atrium.event ALTER COLUMN payload SET STATISTICS 0, ALTER COLUMN cause SET STATISTICS 0;
    `);
    await runner.query(EMIT);
    await runner.query(REPLAY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION app.replay_events, app.emit_events;
      DROP TABLE atrium.event_delivery, atrium.event;
      DROP SEQUENCE atrium.event_sequence`);
  }
}

/**
 * The one way to add events. Tenant and cause are the transaction's, whatever the caller passes. `items` are
 * `{"a": id of the aggregate, "p": payload}` in their order.
 */
const EMIT = `
  CREATE FUNCTION app.emit_events(event_name text, event_version integer, aggregate_kind text, handlers text[], items jsonb)
  RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    tenant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
    raw_cause text := nullif(current_setting('app.audit', true), '');
    cause jsonb := coalesce(convert_from(decode(raw_cause, 'base64'), 'UTF8')::jsonb, '{"kind": "SYSTEM", "name": "database"}');
    handler text;
  BEGIN
    IF tenant IS NULL THEN
      RAISE EXCEPTION 'An event needs a tenant' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF event_name !~ '^[a-z][a-zA-Z0-9]*([.][a-z][a-zA-Z0-9]*)+$' OR length(event_name) > 80 THEN
      RAISE EXCEPTION 'Not the name of an event: %', event_name USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF jsonb_array_length(items) <= ${MAX_LOCKED} THEN
      -- Two transactions emit for one aggregate one after the other: its events have one order for every handler.
      PERFORM pg_advisory_xact_lock(hashtextextended(tenant || ':' || a.id, 100))
      FROM (SELECT DISTINCT i ->> 'a' AS id FROM jsonb_array_elements(items) i ORDER BY 1) a;
    END IF;
    WITH made AS MATERIALIZED (
      SELECT app.new_id() AS id, nextval('atrium.event_sequence') AS sequence,
             (o.item ->> 'a')::uuid AS aggregate_id, o.item -> 'p' AS payload
      FROM (SELECT x.item FROM jsonb_array_elements(items) WITH ORDINALITY x(item, n) ORDER BY x.n) o
    ), events AS (
      INSERT INTO atrium.event (tenant_id, id, sequence, name, version, aggregate, aggregate_id, payload, cause)
      SELECT tenant, m.id, m.sequence, event_name, event_version, aggregate_kind, m.aggregate_id, m.payload,
             jsonb_build_object('kind', cause -> 'kind', 'id', cause -> 'id', 'name', cause -> 'name',
               'requestId', cause -> 'requestId')
      FROM made m
    )
    INSERT INTO atrium.event_delivery (tenant_id, id, event_id, handler, sequence, aggregate_id)
    SELECT tenant, app.new_id(), m.id, h, m.sequence, m.aggregate_id FROM made m CROSS JOIN unnest(handlers) h;
    FOREACH handler IN ARRAY handlers LOOP
      PERFORM app.enqueue_job('event.' || handler, '{}', 1, ${WAKE});
    END LOOP;
  END $$;
  REVOKE ALL ON FUNCTION app.emit_events FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.emit_events TO atrium_app, atrium_worker;
`;

/** Gives dead events of the current tenant all their tries again. Answers how many were there. */
const REPLAY = `
  CREATE FUNCTION app.replay_events(ids uuid[]) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    woken text[];
    handler text;
  BEGIN
    WITH replayed AS (
      UPDATE atrium.event_delivery d
      SET state = 'WAITING', attempts = 0, next_at = now(), ended_at = NULL, replays = d.replays + 1
      WHERE d.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND d.id = ANY (ids) AND d.state = 'DEAD'
      RETURNING d.handler
    )
    SELECT array_agg(r.handler) INTO woken FROM replayed r;
    FOR handler IN SELECT DISTINCT w FROM unnest(woken) w LOOP
      PERFORM app.enqueue_job('event.' || handler, '{}', 1, ${WAKE});
    END LOOP;
    RETURN coalesce(cardinality(woken), 0);
  END $$;
  REVOKE ALL ON FUNCTION app.replay_events FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.replay_events TO atrium_app, atrium_worker;
`;
