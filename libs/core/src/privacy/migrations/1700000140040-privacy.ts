import { createTenantTable, noteLifeOfRows } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests of customers about their own data, and what erasing one of them does to every table that names a customer. */
export class Privacy1700000140040 implements MigrationInterface {
  readonly name = 'Privacy1700000140040';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.privacy_request',
      hasParent: true,
      columns: `
        customer_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('ACCESS', 'CORRECTION', 'ERASURE')),
        state text NOT NULL DEFAULT 'REQUESTED' CHECK (state IN
          ('REQUESTED', 'IN_PROGRESS', 'DONE', 'REFUSED', 'WITHDRAWN')),
        details text NOT NULL,
        due_on date NOT NULL,
        answer text,
        answered_at timestamptz,
        answered_by uuid,
        answered_by_name text,
        result_file_id uuid,
        FOREIGN KEY (tenant_id, customer_id) REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE,
        FOREIGN KEY (tenant_id, result_file_id) REFERENCES atrium.file (tenant_id, id) ON DELETE SET NULL (result_file_id),
        CHECK ((answered_at IS NOT NULL) = (state IN ('DONE', 'REFUSED', 'WITHDRAWN'))),
        CHECK (state <> 'REFUSED' OR answer IS NOT NULL)`,
      versioned: true,
      scope: {
        checked: true,
        using: `EXISTS (SELECT FROM atrium.customer c
          WHERE c.tenant_id = privacy_request.tenant_id AND c.id = privacy_request.customer_id)`,
      },
      // That it was asked and answered is kept as proof; what was said is the person's.
      onCustomerErased: { set: { details: `'***'`, answer: `CASE WHEN answer IS NOT NULL THEN '***' END` } },
    });
    await runner.query(`
      CREATE INDEX privacy_request_due ON atrium.privacy_request (tenant_id, due_on, id);
      CREATE INDEX privacy_request_created ON atrium.privacy_request (tenant_id, created_at, id);
      CREATE INDEX privacy_request_state ON atrium.privacy_request (tenant_id, state, due_on, id);
      CREATE INDEX privacy_request_customer ON atrium.privacy_request (tenant_id, customer_id, created_at, id);
      CREATE UNIQUE INDEX privacy_request_open ON atrium.privacy_request (tenant_id, customer_id, kind)
        WHERE state IN ('REQUESTED', 'IN_PROGRESS');
    `);
    await this.rules(runner);
    await runner.query(ERASE);
  }

  /** Contacts, documents, consents, sensitive profiles and whatever else names a customer goes, by default. */
  private async rules(runner: QueryRunner): Promise<void> {
    await noteLifeOfRows(runner, 'atrium.occupancy', { onCustomerErased: { set: { external_id: 'NULL' } } });
    await noteLifeOfRows(runner, 'atrium.customer_reveal', { onCustomerErased: { set: { reason: `'***'` } } });
    await noteLifeOfRows(runner, 'atrium.customer_note', { onCustomerErased: { set: { body: `'***'` } } });
    const merge = { set: { reason: 'NULL' } };
    await noteLifeOfRows(runner, 'atrium.customer_merge', {
      onCustomerErased: { customer_id: merge, duplicate_id: merge },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION app.erase_customers, app.without_values;
      DROP TABLE atrium.privacy_request`);
  }
}

/**
 * Only for customers that are marked as erased in the same tenant, so that nobody's history is rewritten with it while
 * they are there. Runs as the owner, because audit entries and books can be changed by nobody else; row-level security
 * still keeps to the tenant. Answers the number of rows touched, by table.
 */
const ERASE = `
  -- Which fields changed stays, what they held goes; references and states are nobody's secret.
  CREATE FUNCTION app.without_values(entry jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT CASE WHEN entry IS NULL THEN NULL ELSE coalesce(jsonb_object_agg(key,
      CASE WHEN key ~ '(^|_)id$' OR key IN ('kind', 'state', 'status') OR value = 'null' THEN value ELSE '"***"' END), '{}') END
    FROM jsonb_each(coalesce(entry, '{}'))
  $$;

  CREATE FUNCTION app.erase_customers(ids uuid[]) RETURNS jsonb
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    company uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
    link record;
    found_ids uuid[];
    entities uuid[] := ids;
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
    FOR link IN
      SELECT f.conrelid::regclass AS name, a.attname AS refers,
        coalesce(col_description(f.conrelid, a.attnum), '') AS words,
        coalesce(col_description(f.conrelid, t.attnum), '') = 'accounting' AS books
      FROM pg_constraint f CROSS JOIN LATERAL unnest(f.conkey, f.confkey) k (mine, theirs)
      JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.mine
      JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = k.theirs
      JOIN pg_attribute t ON t.attrelid = f.conrelid AND t.attname = 'tenant_id'
      WHERE f.contype = 'f' AND f.confrelid = 'atrium.customer'::regclass AND f.conrelid <> f.confrelid AND b.attname = 'id'
        -- Tables of plugins are done before, by the role that may.
        AND has_table_privilege('atrium_owner', f.conrelid, 'DELETE')
      ORDER BY f.conrelid::regclass::text, a.attname
    LOOP
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
    -- Rows that name the customer in one of their entries need not in all of them.
    entities := entities || ARRAY(SELECT DISTINCT l.entity_id FROM atrium.audit_log l WHERE l.tenant_id = company
      AND (l.before ->> 'customer_id' = ANY (ids::text[]) OR l.after ->> 'customer_id' = ANY (ids::text[])));
    -- Last: what was just changed has entries too. Rows that went earlier name the customer in their entries.
    UPDATE atrium.audit_log l SET before = app.without_values(l.before), after = app.without_values(l.after),
      cause = CASE WHEN l.actor_id = ANY (ids) THEN l.cause - 'ip' - 'client' || '{"name": "***"}' ELSE l.cause END
    WHERE l.tenant_id = company AND (l.entity_id = ANY (entities) OR l.actor_id = ANY (ids)
      OR l.before ->> 'customer_id' = ANY (ids::text[]) OR l.after ->> 'customer_id' = ANY (ids::text[]));
    GET DIAGNOSTICS touched = ROW_COUNT;
    RETURN report || jsonb_build_object('atrium.audit_log', touched);
  END $$;
  REVOKE ALL ON FUNCTION app.erase_customers FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION app.erase_customers TO atrium_app, atrium_worker;
`;
