import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Erasing a person finds their audit entries by every column that names a customer, in tables of plugins too and whatever
 * it is called, and ends the copies of their data that were made for them.
 */
export class EraseWhateverNamesThem1700000600010 implements MigrationInterface {
  readonly name = 'EraseWhateverNamesThem1700000600010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ERASE);
  }

  async down(): Promise<void> {
    // Dropped with the table of requests.
  }
}

/** As before; what is new stands below the loop. See `1700000140040-privacy.ts` for who may call it, and why as the owner. */
const ERASE = `
  CREATE OR REPLACE FUNCTION app.erase_customers(ids uuid[]) RETURNS jsonb
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    company uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
    link record;
    found_ids uuid[];
    entities uuid[] := ids;
    names text[] := '{}';
    touched bigint;
    report jsonb := '{}';
  BEGIN
    IF coalesce(current_setting('app.customer', true), '') <> '' OR coalesce(current_setting('app.scope', true), '') <> '' THEN
      RAISE insufficient_privilege USING MESSAGE = 'erasing a customer takes the whole company in view';
    END IF;
    IF (SELECT count(*) FROM atrium.customer c WHERE c.tenant_id = company AND c.id = ANY (ids) AND c.erased_at IS NOT NULL)
      IS DISTINCT FROM (SELECT count(DISTINCT i) FROM unnest(ids) i) THEN
      RAISE invalid_parameter_value USING MESSAGE = 'these are not all customers marked as erased';
    END IF;
    -- Before what follows overwrites it.
    UPDATE atrium.file SET expires_at = now() WHERE tenant_id = company AND expires_at > now() AND id IN (
      SELECT q.result_file_id FROM atrium.privacy_request q WHERE q.tenant_id = company AND q.customer_id = ANY (ids));
    GET DIAGNOSTICS touched = ROW_COUNT;
    report := jsonb_build_object('atrium.file', touched);
    FOR link IN
      SELECT f.conrelid::regclass AS name, a.attname AS refers,
        coalesce(col_description(f.conrelid, a.attnum), '') AS words,
        coalesce(col_description(f.conrelid, t.attnum), '') = 'accounting' AS books,
        -- Tables of plugins are done before, by the role that may.
        has_table_privilege('atrium_owner', f.conrelid, 'DELETE') AS core
      FROM pg_constraint f CROSS JOIN LATERAL unnest(f.conkey, f.confkey) k (mine, theirs)
      JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.mine
      JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = k.theirs
      JOIN pg_attribute t ON t.attrelid = f.conrelid AND t.attname = 'tenant_id'
      WHERE f.contype = 'f' AND f.confrelid = 'atrium.customer'::regclass AND f.conrelid <> f.confrelid AND b.attname = 'id'
      ORDER BY f.conrelid::regclass::text, a.attname
    LOOP
      names := names || link.refers::text;
      CONTINUE WHEN NOT link.core;
      EXECUTE format('SELECT array_agg(id) FROM %s WHERE tenant_id = $1 AND %I = ANY ($2)', link.name, link.refers)
        INTO found_ids USING company, ids;
      CONTINUE WHEN found_ids IS NULL;
      entities := entities || found_ids;
      -- Books hold what the law asks for; what is more in them their table says by a rule.
      CONTINUE WHEN link.words = 'customer erased: keep' OR (link.books AND link.words NOT LIKE 'customer erased: %');
      IF link.words LIKE 'customer erased: set %' THEN
        EXECUTE format('UPDATE %s SET %s WHERE tenant_id = $1 AND id = ANY ($2)', link.name,
          substring(link.words FROM length('customer erased: set ') + 1)) USING company, found_ids;
      ELSE
        EXECUTE format('DELETE FROM %s WHERE tenant_id = $1 AND id = ANY ($2)', link.name) USING company, found_ids;
      END IF;
      GET DIAGNOSTICS touched = ROW_COUNT;
      report := report || jsonb_build_object(link.name::text || '.' || link.refers, touched);
    END LOOP;
    names := ARRAY(SELECT DISTINCT c FROM unnest(names) c);
    -- Rows that name the customer in one of their entries need not in all of them; rows of plugins and such as went
    -- earlier do in their entries alone.
    entities := entities || ARRAY(SELECT DISTINCT l.entity_id FROM atrium.audit_log l WHERE l.tenant_id = company
      AND EXISTS (SELECT FROM unnest(names) c
        WHERE l.before ->> c = ANY (ids::text[]) OR l.after ->> c = ANY (ids::text[])));
    -- Last: what was just changed has entries too.
    UPDATE atrium.audit_log l SET before = app.without_values(l.before), after = app.without_values(l.after),
      cause = CASE WHEN l.actor_id = ANY (ids) THEN l.cause - 'ip' - 'client' || '{"name": "***"}' ELSE l.cause END
    WHERE l.tenant_id = company AND (l.entity_id = ANY (entities) OR l.actor_id = ANY (ids));
    GET DIAGNOSTICS touched = ROW_COUNT;
    RETURN report || jsonb_build_object('atrium.audit_log', touched);
  END $$`;
