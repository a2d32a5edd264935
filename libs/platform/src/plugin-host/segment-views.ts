import { identifier, type PluginDefinition, pluginNames, segmentViewOf } from '@atrium/sdk';
import type { QueryRunner } from 'typeorm';

/**
 * The views of the schema `segment`, through which the core reads what rules of segments ask of a plugin. They belong to the
 * role that works with the plugin's rows, not to the one that owns its tables: the policies of those bind it.
 */
export class SegmentViews {
  private readonly role: string;
  private readonly owner: string;
  /** Statement that makes it, by name. */
  private readonly wanted: ReadonlyMap<string, string>;

  constructor(
    private readonly runner: QueryRunner,
    { id, segments }: PluginDefinition,
  ) {
    const { schema, owner } = pluginNames(id);
    this.role = schema;
    this.owner = owner;
    this.wanted = new Map(
      (segments?.records ?? []).map(({ name, table, customer, columns }) => {
        const view = identifier(segmentViewOf(schema, name));
        const all = [...new Set(['tenant_id', 'id', customer, ...columns])].map(identifier).join(', ');
        return [view, `CREATE VIEW ${view} WITH (security_barrier = true) AS SELECT ${all} FROM ${identifier(table)}`];
      }),
    );
  }

  /** Are they there as they are declared? */
  async areCurrent(): Promise<boolean> {
    const found = await this.existing();
    return found.size === this.wanted.size && [...this.wanted].every(([view, sql]) => found.get(view) === sql);
  }

  async drop(): Promise<void> {
    const found = await this.existing();
    await this.asRole([...found.keys()].map((view) => `DROP VIEW ${identifier(view)}`));
  }

  async create(): Promise<void> {
    await this.asRole(
      [...this.wanted].flatMap(([view, sql]) => [
        sql,
        `COMMENT ON VIEW ${view} IS '${sql.replace(/'/g, "''")}'`,
        `GRANT SELECT ON ${view} TO atrium_app, atrium_worker`,
      ]),
    );
  }

  /** In the schema for as long as this takes: afterwards the role has no right there but on its own views. */
  private async asRole(statements: readonly string[]): Promise<void> {
    if (statements.length === 0) return;
    await this.runner.query(`
      SET LOCAL ROLE atrium_owner;
      GRANT USAGE, CREATE ON SCHEMA segment TO ${this.role};
      SET LOCAL ROLE ${this.role};
      ${statements.join(';\n')};
      SET LOCAL ROLE atrium_owner;
      REVOKE ALL ON SCHEMA segment FROM ${this.role};
      SET LOCAL ROLE ${this.owner};
    `);
  }

  /** Statement that made it, by name. */
  private async existing(): Promise<ReadonlyMap<string, string>> {
    const rows = (await this.runner.query(
      `SELECT 'segment.' || c.relname AS view, coalesce(obj_description(c.oid, 'pg_class'), '') AS sql
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'segment' AND c.relkind = 'v' AND pg_get_userbyid(c.relowner) = $1`,
      [this.role],
    )) as { view: string; sql: string }[];
    return new Map(rows.map(({ view, sql }) => [view, sql]));
  }
}
