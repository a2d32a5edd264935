import type { Db, PgBoss } from 'pg-boss';
import { DEAD_LETTERS, JOB_CHANNEL, JOB_SCHEMA, QUEUE } from './boss';

/** Longest payload, bytes of JSON: what is larger belongs in a table or a file. */
export const MAX_PAYLOAD_BYTES = 256 * 1024;

/** pg-boss's own INSERT, as the version in use writes it: with its defaults, conflicts and columns. */
export async function captureInsert(boss: PgBoss): Promise<string> {
  let captured: string | undefined;
  const db: Db = {
    executeSql: (text) => {
      captured = text;
      return Promise.resolve({ rows: [] });
    },
  };
  await boss.insert(DEAD_LETTERS, [{ data: {} }], { db, returnId: true });
  if (captured === undefined) throw new Error('pg-boss sent no INSERT to take over');
  return captured;
}

/**
 * `app.enqueue_job(queue_name, payload, version, options)`: the one way to add a job. The API's role cannot see the
 * tables behind it. The tenant and the cause are the transaction's, whatever the caller passes; work without a tenant
 * is the worker's alone.
 *
 * @param insert see {@link captureInsert}
 */
export function enqueueFunction(insert: string): string {
  const body = insert.replaceAll(`'${DEAD_LETTERS}'`, 'queue_name').replace('$1::text::json', 'record');
  const shape = [body.split('queue_name').length - 1, body.split('json_to_recordset(record)').length - 1];
  if (shape.join() !== '2,1' || body.includes('$') || !/\bRETURNING id\s*$/.test(body)) {
    throw new Error(`The INSERT of this version of pg-boss is not the one we know how to take over:\n${insert}`);
  }
  return `
CREATE OR REPLACE FUNCTION app.enqueue_job(queue_name text, payload jsonb, payload_version integer, options jsonb)
RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $enqueue$
#variable_conflict use_column
DECLARE
  tenant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  raw_cause text := nullif(current_setting('app.audit', true), '');
  cause jsonb := coalesce(convert_from(decode(raw_cause, 'base64'), 'UTF8')::jsonb, '{"kind": "SYSTEM", "name": "database"}');
  own_id uuid := app.new_id();
  key text := coalesce(tenant::text, 'platform') || ':' || coalesce(options ->> 'singletonKey', own_id::text);
  record json;
  added uuid;
BEGIN
  IF tenant IS NULL AND session_user <> 'atrium_worker' THEN
    RAISE EXCEPTION 'A job needs a tenant' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF queue_name !~ '^[a-z][a-zA-Z0-9]*([.][a-z][a-zA-Z0-9]*)+$' OR length(queue_name) > 80 THEN
    RAISE EXCEPTION 'Not the name of a job: %', queue_name USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF octet_length(payload::text) > ${MAX_PAYLOAD_BYTES} THEN
    RAISE EXCEPTION 'The payload of % has % bytes; at most ${MAX_PAYLOAD_BYTES} are allowed', queue_name, octet_length(payload::text)
      USING ERRCODE = 'program_limit_exceeded';
  END IF;
  IF NOT EXISTS (SELECT FROM ${JOB_SCHEMA}.queue q WHERE q.name = queue_name) THEN
    PERFORM ${JOB_SCHEMA}.create_queue(queue_name, '${JSON.stringify(QUEUE)}');
  END IF;
  record := json_build_array(json_build_object(
    'id', own_id,
    'data', jsonb_build_object('trace', nullif(current_setting('app.trace', true), ''), 'tenant', tenant, 'version', payload_version, 'payload', payload, 'cause',
      jsonb_build_object('kind', cause -> 'kind', 'id', cause -> 'id', 'name', cause -> 'name', 'requestId', cause -> 'requestId')),
    'groupId', coalesce(tenant::text, 'platform'),
    'singletonKey', key,
    'startAfter', options ->> 'startAfter',
    'retryLimit', least(greatest((options ->> 'retries')::int, 0), 25),
    'retryDelay', least(greatest((options ->> 'backoffSeconds')::int, 1), 3600),
    'retryDelayMax', 3600,
    'retryBackoff', true,
    'expireInSeconds', least(greatest((options ->> 'expireSeconds')::int, 1), 90000),
    'heartbeatSeconds', CASE WHEN (options ->> 'heartbeatSeconds')::int >= 10 THEN (options ->> 'heartbeatSeconds')::int END
  ));
  -- Not added: a job with this key waits. It may begin between the two statements, then a new one has room.
  FOR try IN 1..5 LOOP
    ${body}
    INTO added;
    IF added IS NOT NULL THEN
      IF options ->> 'startAfter' IS NULL THEN
        PERFORM pg_notify('${JOB_CHANNEL}', queue_name);
      END IF;
      RETURN added;
    END IF;
    SELECT j.id INTO added FROM ${JOB_SCHEMA}.job j
    WHERE j.name = queue_name AND j.singleton_key = key AND j.state = 'created';
    IF FOUND THEN
      RETURN added;
    END IF;
  END LOOP;
  RAISE EXCEPTION 'The job % could not be added', queue_name USING ERRCODE = 'serialization_failure';
END $enqueue$;
REVOKE ALL ON FUNCTION app.enqueue_job(text, jsonb, integer, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.enqueue_job(text, jsonb, integer, jsonb) TO atrium_app, atrium_worker;
`;
}
