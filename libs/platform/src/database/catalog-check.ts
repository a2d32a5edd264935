import { withClient } from './roles';

/** Indexes that row-level security never uses directly: they serve the functions of `atrium_search`. */
export const SEARCH_INDEXES: ReadonlySet<string> = new Set([
  'atrium.customer_search',
  'atrium.building_search',
  'atrium.building_unit_words',
  'atrium.unit_search',
  'atrium.ticket_search',
]);

/** Indexes that no query is to use: they hold an exclusion constraint, whose expression begins with the tenant. */
const EXCLUSION_INDEXES: readonly string[] = ['atrium.ticket_appointment_no_overlap'];

/** Unique indexes of tables that belong to the platform, where a value is unique in the whole installation. */
const GLOBAL_UNIQUE: ReadonlySet<string> = new Set([
  'atrium.tenant_slug_key',
  'atrium.tenant_pkey',
  'atrium.tenant_tenant_id_key',
]);

export class CatalogError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The database would not keep tenants apart:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'CatalogError';
  }
}

const TENANT_TABLES = `
  SELECT c.oid, n.nspname AS schema, n.nspname || '.' || c.relname AS name, c.relrowsecurity, c.relforcerowsecurity, c.relowner,
         obj_description(c.oid, 'pg_class') AS comment, c.relkind
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND (n.nspname = 'atrium' OR n.nspname LIKE 'plg\\_%')
    AND n.nspname || '.' || c.relname <> 'atrium.migration'`;

/** Each query answers the sentences of what is wrong. */
const CHECKS: readonly string[] = [
  // A table without tenant_id could hold anybody's rows.
  `SELECT format('%s has no column tenant_id uuid NOT NULL', t.name) AS problem FROM (${TENANT_TABLES}) t
   WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'tenant_id'
                     AND a.atttypid = 'uuid'::regtype AND a.attnotnull)`,
  `SELECT format('%s: row-level security is not %s', t.name, CASE WHEN t.relrowsecurity THEN 'forced' ELSE 'enabled' END)
   FROM (${TENANT_TABLES}) t WHERE NOT (t.relrowsecurity AND t.relforcerowsecurity)`,
  // See createTenantTable: with them, look-ups of a company that signed up since read all of its rows.
  `SELECT format('%s: the planner keeps statistics of tenant_id (SET STATISTICS 0 is missing)', t.name)
   FROM (${TENANT_TABLES}) t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'tenant_id'
   WHERE t.name <> 'atrium.tenant' AND a.attstattarget IS DISTINCT FROM 0`,
  // The role that works with a plugin's rows must not be the one that could take the guards away.
  `SELECT format('%s is owned by %s, not by %s_owner', t.name, pg_get_userbyid(t.relowner), t.schema)
   FROM (${TENANT_TABLES}) t WHERE pg_get_userbyid(t.relowner) <> t.schema || '_owner'`,
  // Exactly one permissive policy for everybody, and it must be the fail-closed one.
  `SELECT format('%s lacks the tenant policy: tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid', t.name)
   FROM (${TENANT_TABLES}) t WHERE NOT EXISTS (
     SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polpermissive AND p.polcmd = '*' AND p.polroles = '{0}'
       AND pg_get_expr(p.polqual, p.polrelid) = '(tenant_id = (NULLIF(current_setting(''app.tenant_id''::text, true), ''''::text))::uuid)'
       AND pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid))`,
  `SELECT format('%s: policy %I lets %s past the tenant', t.name, p.polname,
     CASE WHEN p.polroles = '{0}' THEN 'everybody' ELSE (SELECT string_agg(pg_get_userbyid(r), ', ') FROM unnest(p.polroles) r) END)
   FROM (${TENANT_TABLES}) t JOIN pg_policy p ON p.polrelid = t.oid
   WHERE p.polpermissive AND p.polname <> 'tenant' AND NOT (
     p.polroles <> '{0}' AND (SELECT bool_and(pg_get_userbyid(r) IN ('atrium_migrator', 'atrium_search', 'atrium_owner', t.schema || '_owner')) FROM unnest(p.polroles) r))`,
  // Backups are made and restored as atrium_migrator: a row that it does not see would be missing in silence.
  `SELECT format('%s would be missing in a backup: the policy that lets atrium_migrator see every row is not there', t.name)
   FROM (${TENANT_TABLES}) t WHERE NOT EXISTS (
     SELECT FROM pg_policy p JOIN pg_roles r ON r.oid = ANY (p.polroles) WHERE p.polrelid = t.oid AND p.polpermissive
       AND p.polcmd IN ('*', 'r') AND r.rolname = 'atrium_migrator' AND pg_get_expr(p.polqual, p.polrelid) = 'true')`,
  `SELECT format('%s: policy %I would keep rows from a backup: it binds atrium_migrator, and not only where a setting app.* is set',
     t.name, p.polname)
   FROM (${TENANT_TABLES}) t JOIN pg_policy p ON p.polrelid = t.oid
   WHERE NOT p.polpermissive AND p.polcmd IN ('*', 'r')
     AND (p.polroles = '{0}' OR EXISTS (SELECT FROM unnest(p.polroles) r WHERE pg_has_role('atrium_migrator', r, 'MEMBER')))
     AND pg_get_expr(p.polqual, p.polrelid) <> 'true'
     AND ltrim(pg_get_expr(p.polqual, p.polrelid), '( ') NOT LIKE 'SELECT ((COALESCE(current_setting(''app.customer''::text, true), %'
     AND pg_get_expr(p.polqual, p.polrelid) !~ '^[( ]*SELECT NULLIF[(]current_setting[(]''app[.][a-z_]+''::text, true[)], ''''::text[)] AS "nullif"[)] IS NULL[)] OR '`,
  // Customers see what a table's author said they may, and nothing where nothing was said: see createTenantTable.
  `SELECT format('%s does not say what a customer sees of it: the restrictive policy "customer" is missing or weak', t.name)
   FROM (${TENANT_TABLES}) t WHERE NOT EXISTS (
     SELECT FROM pg_policy p CROSS JOIN LATERAL pg_get_expr(p.polqual, p.polrelid) AS seen
     WHERE p.polrelid = t.oid AND p.polname = 'customer' AND NOT p.polpermissive AND p.polcmd = '*'
       AND (p.polroles = '{0}' OR ARRAY(SELECT pg_get_userbyid(r)::text FROM unnest(p.polroles) r) @> '{atrium_app,atrium_worker,atrium_views}')
       AND (seen = 'true' OR ltrim(seen, '( ') LIKE 'SELECT ((COALESCE(current_setting(''app.customer''::text, true), %'))`,
  `SELECT format('function %s reads past row-level security without asking whether a customer calls (app.customer)',
     p.oid::regprocedure)
   FROM pg_proc p WHERE pg_get_userbyid(p.proowner) = 'atrium_search' AND p.prosrc NOT LIKE '%app.customer%'`,
  `SELECT format('%s: the primary key is not (tenant_id, id)', t.name) FROM (${TENANT_TABLES}) t
   WHERE t.name <> 'atrium.tenant' AND NOT EXISTS (
     SELECT FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype = 'p'
       AND (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(num, n)
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.num)[1:2] = ARRAY['tenant_id', 'id'])`,
  // A reference between tenants' tables that leaves the tenant out could point across.
  `SELECT format('%s: foreign key %I does not include tenant_id', t.name, c.conname) FROM (${TENANT_TABLES}) t
   JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f' AND c.confrelid <> 'atrium.tenant'::regclass
   WHERE NOT EXISTS (
     SELECT FROM unnest(c.conkey, c.confkey) k(mine, theirs)
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.mine AND a.attname = 'tenant_id'
     JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.theirs AND b.attname = 'tenant_id')`,
  // What a plugin keeps must not stand in the way when a customer or a company is erased, even when its code is gone.
  `SELECT format('%s: foreign key %I to %s says neither ON DELETE CASCADE nor SET NULL', t.name, c.conname, c.confrelid::regclass)
   FROM (${TENANT_TABLES}) t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'
   JOIN pg_class target ON target.oid = c.confrelid JOIN pg_namespace n ON n.oid = target.relnamespace
   WHERE t.schema <> 'atrium' AND n.nspname = 'atrium' AND target.relname <> 'tenant' AND c.confdeltype NOT IN ('c', 'n')`,
  // What people take off would stay for ever. Other references of the core are to files that expire by themselves.
  `SELECT DISTINCT format('%s refers to files and does not let go of them: releaseFiles is missing', t.name)
   FROM (${TENANT_TABLES}) t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'
     AND c.confrelid = to_regclass('atrium.file')
   WHERE (t.schema <> 'atrium' OR c.confdeltype = 'c') AND NOT EXISTS (SELECT FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
     WHERE g.tgrelid = t.oid AND p.proname = 'release_files' AND g.tgenabled = 'O' AND g.tgtype & 8 <> 0)`,
  // Erasing a person works in a plugin's tables by the plugin's role: what that may not do must not be what is left to do.
  `SELECT format('%s names a customer in %I and its rows can neither be deleted nor changed: say onCustomerErased, ''keep'' '
     || 'where they hold nothing of the person, else { set: … } with the columns to overwrite', t.name, a.attname)
   FROM (${TENANT_TABLES}) t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f' AND c.confrelid = 'atrium.customer'::regclass
   CROSS JOIN LATERAL unnest(c.conkey, c.confkey) k(mine, theirs)
   JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.mine
   JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.theirs AND b.attname = 'id'
   JOIN pg_attribute own ON own.attrelid = t.oid AND own.attname = 'tenant_id'
   CROSS JOIN LATERAL (SELECT coalesce(col_description(t.oid, a.attnum), '') AS words) w
   JOIN pg_roles r ON r.rolname = t.schema
   WHERE t.schema <> 'atrium' AND NOT CASE
     WHEN w.words = 'customer erased: keep' THEN true
     WHEN w.words LIKE 'customer erased: set %' THEN has_any_column_privilege(r.oid, t.oid, 'UPDATE')
     WHEN w.words = '' AND col_description(t.oid, own.attnum) = 'accounting' THEN true
     ELSE has_table_privilege(r.oid, t.oid, 'DELETE') END`,
  // What names a person is not kept for ever because nobody thought of it.
  `SELECT DISTINCT format('%s names a customer and does not say how long its rows are kept: say retention', t.name)
   FROM (${TENANT_TABLES}) t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f' AND c.confrelid = 'atrium.customer'::regclass
   JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'created_at'
   WHERE t.schema <> 'atrium' AND coalesce(col_description(t.oid, a.attnum), '') !~ '^(kept|retention): '`,
  `SELECT format('%s may %s rows of %I.%I: plugins read the core through the views of the schema core',
     pg_get_userbyid(a.grantee), lower(a.privilege_type), n.nspname, c.relname)
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   CROSS JOIN LATERAL (
     SELECT (aclexplode(c.relacl)).* UNION ALL
     SELECT (aclexplode(attacl)).* FROM pg_attribute WHERE attrelid = c.oid AND attacl IS NOT NULL) a
   WHERE n.nspname = 'atrium' AND a.privilege_type <> 'REFERENCES' AND pg_get_userbyid(a.grantee) LIKE 'plg\\_%'`,
  `SELECT format('view %I.%I must belong to atrium_views and be a security_barrier', n.nspname, c.relname)
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('v', 'm', 'r', 'p') AND n.nspname = 'core' AND NOT (c.relkind = 'v'
     AND pg_get_userbyid(c.relowner) = 'atrium_views' AND coalesce(c.reloptions::text, '') ILIKE '%security_barrier=true%')`,
  // The other way round: the core reads plugins as the role that their policies bind, whose schema bears its name.
  `SELECT format('view %I.%I must belong to a plugin''s role and be a security_barrier', n.nspname, c.relname)
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('v', 'm', 'r', 'p') AND n.nspname = 'segment' AND NOT (c.relkind = 'v'
     AND EXISTS (SELECT FROM pg_namespace own WHERE own.nspname LIKE 'plg\\_%' AND own.nspname = pg_get_userbyid(c.relowner))
     AND coalesce(c.reloptions::text, '') ILIKE '%security_barrier=true%')`,
  `SELECT format('function %s of a plugin is SECURITY DEFINER', p.oid::regprocedure) FROM pg_proc p
   JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname LIKE 'plg\\_%' AND p.prosecdef`,
  `SELECT format('%s: unique index %s does not include tenant_id', t.name, i.indexrelid::regclass) FROM (${TENANT_TABLES}) t
   JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique
   JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_namespace n ON n.oid = ic.relnamespace
   WHERE NOT n.nspname || '.' || ic.relname = ANY ($1::text[])
     AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'tenant_id' AND a.attnum = ANY (i.indkey))`,
  // Under row-level security an index serves only leakproof operators; others are dead weight and slow queries.
  `SELECT format('%s: index %s is on an operator (%s) that is not leakproof', t.name, i.indexrelid::regclass, o.oprname)
   FROM (${TENANT_TABLES}) t JOIN pg_index i ON i.indrelid = t.oid
   JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_namespace n ON n.oid = ic.relnamespace
   CROSS JOIN LATERAL unnest(i.indclass::oid[]) AS cls(oid)
   JOIN pg_opclass oc ON oc.oid = cls.oid
   JOIN pg_amop am ON am.amopfamily = oc.opcfamily AND am.amoplefttype = oc.opcintype AND am.amoprighttype = oc.opcintype
   JOIN pg_operator o ON o.oid = am.amopopr JOIN pg_proc p ON p.oid = o.oprcode
   WHERE NOT p.proleakproof AND am.amoppurpose = 's' AND NOT n.nspname || '.' || ic.relname = ANY ($2::text[])
   GROUP BY 1`,
  `SELECT format('%s: changes are not audited (no audit triggers, no comment "unaudited: why")', t.name) FROM (${TENANT_TABLES}) t
   WHERE coalesce(t.comment, '') NOT LIKE 'unaudited: %' AND (
     SELECT count(*) FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE g.tgrelid = t.oid AND n.nspname = 'app' AND p.proname = 'audit' AND g.tgenabled = 'O')
       < CASE WHEN t.name = 'atrium.tenant' THEN 2 ELSE 3 END`,
  `SELECT format('function %s is SECURITY DEFINER without a fixed search_path', p.oid::regprocedure) FROM pg_proc p
   JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE n.nspname IN ('app', 'atrium') AND p.prosecdef AND NOT coalesce(p.proconfig::text, '') LIKE '%search_path=%'`,
  `SELECT format('%s can be written by everybody', t.name) FROM (${TENANT_TABLES}) t
   JOIN pg_class c ON c.oid = t.oid CROSS JOIN LATERAL aclexplode(c.relacl) a WHERE a.grantee = 0`,
  `SELECT format('%s may be emptied by %s (TRUNCATE passes row-level security)', t.name, pg_get_userbyid(a.grantee))
   FROM (${TENANT_TABLES}) t JOIN pg_class c ON c.oid = t.oid CROSS JOIN LATERAL aclexplode(c.relacl) a
   WHERE a.privilege_type = 'TRUNCATE' AND a.grantee <> c.relowner`,
  `SELECT format('view %s.%s runs with its owner''s rights: make it security_invoker', n.nspname, c.relname)
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind = 'v' AND (n.nspname = 'atrium' OR n.nspname LIKE 'plg\\_%')
     AND NOT coalesce(c.reloptions::text, '') ILIKE '%security_invoker=%'`,
];

/** What in the catalog would let one tenant see another, or leave a change unaudited; empty when all is well. */
export async function findCatalogProblems(url: string): Promise<string[]> {
  return withClient(url, (client) =>
    catalogProblems(async (text, values) => (await client.query<Record<string, string>>(text, values)).rows),
  );
}

/** The same by any connection, e.g. before the commit of what it looks at. */
export async function catalogProblems(
  query: (text: string, values: string[][]) => Promise<Record<string, string>[]>,
): Promise<string[]> {
  const found: string[] = [];
  for (const check of CHECKS) {
    const values = [
      ...(check.includes('$1') ? [[...GLOBAL_UNIQUE]] : []),
      ...(check.includes('$2') ? [[...SEARCH_INDEXES, ...EXCLUSION_INDEXES]] : []),
    ];
    const rows = await query(check.replace('$2', '$1'), values);
    found.push(...rows.map((row) => Object.values(row)[0]!));
  }
  return found;
}

/** Throws {@link CatalogError} naming everything that is wrong. */
export async function checkCatalog(url: string): Promise<void> {
  const problems = await findCatalogProblems(url);
  if (problems.length > 0) throw new CatalogError(problems);
}
