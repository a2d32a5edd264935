/**
 * The function behind every audit trigger. Who acts comes from the transaction's setting app.audit (base64 of JSON, so
 * that no text of a caller is ever part of a SET). Arguments are the columns whose values must not be kept.
 *
 * Its statements are made for the table at hand and name the columns they keep: turning a whole row into JSON and
 * taking the heavy part out again (search tokens) was most of the cost of an import.
 */
export const AUDIT_FUNCTION = `
  -- A tenant is being erased, by the command of an operator: its log goes too. The roles that serve can never say so.
  CREATE OR REPLACE FUNCTION app.is_erasing() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT session_user NOT IN ('atrium_app', 'atrium_worker') AND current_setting('app.erasing', true) = 'on'
  $$;

  CREATE OR REPLACE FUNCTION app.audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    raw text := nullif(current_setting('app.audit', true), '');
    cause jsonb := coalesce(convert_from(decode(raw, 'base64'), 'UTF8')::jsonb, '{"kind": "SYSTEM", "name": "database"}');
    op text := coalesce(nullif(current_setting('app.operation', true), ''), 'sql');
    redacted text[] := coalesce(TG_ARGV::text[], '{}');
    -- What the platform keeps is no change of anybody's.
    hidden text[] := ARRAY['tenant_id', 'created_at', 'updated_at', 'version', 'search_tokens', 'sort_key'];
    -- Tables of plugins bear the plugin's name: loyalty.account.
    kind text := CASE WHEN TG_TABLE_SCHEMA = 'atrium' THEN '' ELSE substr(TG_TABLE_SCHEMA, 5) || '.' END || TG_TABLE_NAME;
    kept text;
    compared text;
    community text := 'NULL';
  BEGIN
    IF TG_OP = 'DELETE' AND app.is_erasing() THEN RETURN NULL; END IF;
    -- What follows from other columns (attgenerated, words to search by) is no change either. A redacted column shows that it changed.
    SELECT string_agg(format('r.%I', attname), ', ' ORDER BY attnum)
             FILTER (WHERE attgenerated = '' AND attname <> ALL (hidden || redacted)),
           string_agg(format('r.%I', attname), ', ' ORDER BY attnum)
             FILTER (WHERE attgenerated = '' AND (attname <> ALL (hidden) OR attname = ANY (redacted))),
           coalesce(max('r.community_id') FILTER (WHERE attname = 'community_id'), 'NULL::uuid')
      INTO kept, compared, community
      FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND atttypid <> 'tsvector'::regtype;
    IF TG_OP = 'UPDATE' THEN
      EXECUTE format($sql$
        INSERT INTO atrium.audit_log
          (tenant_id, id, community_id, action, entity, entity_id, actor_id, operation, cause, before, after)
        SELECT r.tenant_id, app.new_id(), %2$s, $1, $2, r.id, $3, $4, $5, d.before, d.after
        FROM (SELECT r.*, to_jsonb(x) AS audit_json FROM new_rows r CROSS JOIN LATERAL (SELECT %1$s) x) r
        JOIN (SELECT r.tenant_id, r.id, to_jsonb(x) AS j FROM old_rows r CROSS JOIN LATERAL (SELECT %1$s) x) o
          ON o.tenant_id = r.tenant_id AND o.id = r.id AND o.j <> r.audit_json
        CROSS JOIN LATERAL (
          SELECT jsonb_object_agg(key, CASE WHEN key = ANY ($6) THEN '"***"'::jsonb ELSE o.j -> key END) AS before,
                 jsonb_object_agg(key, CASE WHEN key = ANY ($6) THEN '"***"'::jsonb ELSE value END) AS after
          FROM jsonb_each(r.audit_json) WHERE value IS DISTINCT FROM o.j -> key) d
      $sql$, compared, community) USING TG_OP, kind, (cause ->> 'id')::uuid, op, cause - 'id', redacted;
    ELSE
      EXECUTE format($sql$
        INSERT INTO atrium.audit_log
          (tenant_id, id, community_id, action, entity, entity_id, actor_id, operation, cause, %3$I)
        SELECT r.tenant_id, app.new_id(), %2$s, $1, $2, r.id, $3, $4, $5, jsonb_strip_nulls(to_jsonb(x))
        FROM %4$I r CROSS JOIN LATERAL (SELECT %1$s) x
      $sql$, kept, community,
        CASE TG_OP WHEN 'INSERT' THEN 'after' ELSE 'before' END,
        CASE TG_OP WHEN 'INSERT' THEN 'new_rows' ELSE 'old_rows' END)
      USING TG_OP, kind, (cause ->> 'id')::uuid, op, cause - 'id';
    END IF;
    RETURN NULL;
  END $$;
  REVOKE ALL ON FUNCTION app.audit FROM PUBLIC;
`;
