import {
  currentTenant,
  db,
  defineSchedule,
  Log,
  newId,
  now,
  type RetentionRule,
  RetentionRules,
  Schedule,
  type ScheduleTick,
  systemActor,
  type TransactionOptions,
  Transactions,
} from '@atrium/sdk';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RetentionTerms } from './retention-terms';

/** Rows of a table, or persons, that one transaction erases. */
const BATCH = 1_000;

const nightly = defineSchedule({ name: 'retention.apply', at: { daily: '02:40' }, timeoutSeconds: 4 * 3_600 });

interface TableOfRule {
  readonly name: string;
  readonly plugin: boolean;
  readonly kind: string;
  readonly since: string;
  readonly when: string;
}

/**
 * Erases each night what is older than its term, in batches, each a transaction. Begun again after a crash it goes on
 * where it stood.
 */
@Injectable()
export class RetentionRunner implements OnModuleInit {
  private readonly log = new Log('Retention');

  constructor(
    private readonly transactions: Transactions,
    private readonly terms: RetentionTerms,
    private readonly rules: RetentionRules,
  ) {}

  /** A table that names a kind nobody declares would be kept for ever unnoticed: then nothing starts. */
  async onModuleInit(): Promise<void> {
    const kinds = this.rules.all().map(({ kind }) => kind);
    const twice = kinds.find((kind, n) => kinds.indexOf(kind) !== n);
    if (twice) throw new Error(`The retention ${twice} is declared twice`);
    const as = { tenantId: null, actor: systemActor('retention'), operation: 'retention', readOnly: true };
    const tables = await this.transactions.run(as, () => tablesOfRules());
    const own = tables.filter(({ plugin }) => !plugin);
    const unknown = own.filter(({ kind }) => !kinds.includes(kind)).map(({ name, kind }) => `${name}: ${kind}`);
    if (unknown.length > 0) throw new Error(`Tables name a retention that nobody declares: ${unknown.join(', ')}`);
    const named = new Set(tables.map(({ kind }) => kind));
    const idle = this.rules.all().filter(({ kind, apply }) => !apply && !named.has(kind));
    if (idle.length > 0) throw new Error(`No table names the retention ${idle.map(({ kind }) => kind).join(', ')}`);
  }

  @Schedule(nightly, { transaction: false })
  async tick({ tenantId, signal }: ScheduleTick): Promise<void> {
    const as: TransactionOptions = { tenantId, actor: systemActor('retention'), operation: 'retention' };
    const due = await this.transactions.run({ ...as, readOnly: true }, async () => {
      const terms = await this.terms.inForce();
      return Promise.all(terms.map(async ({ rule, days }) => ({ rule, before: await startOfDay(days) })));
    });
    for (const { rule, before } of due) await this.apply(as, rule, before, signal);
  }

  private async apply(as: TransactionOptions, rule: RetentionRule, before: Date, signal: AbortSignal): Promise<void> {
    let erased = 0;
    for (let some = -1; some !== 0; erased += some) {
      signal.throwIfAborted();
      some = await this.transactions.run(as, () => (rule.apply ? rule.apply(before, BATCH) : purge(rule.kind, before)));
    }
    await this.transactions.run(as, () =>
      db().execute(
        `INSERT INTO atrium.retention_run (id, kind, ran_at, before, erased) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id, kind) DO UPDATE SET ran_at = excluded.ran_at, before = excluded.before, erased = excluded.erased`,
        [newId(), rule.kind, now(), before, erased],
      ),
    );
    if (erased > 0) this.log.info('Erased what was too old', { kind: rule.kind, count: erased });
  }
}

async function purge(kind: string, before: Date): Promise<number> {
  const [core] = await db().query<{ n: string }>('SELECT app.purge_expired($1, $2, $3) AS n', [kind, before, BATCH]);
  let total = Number(core!.n);
  // Tables of plugins are their plugins' roles', which the worker acts as and the owner of the core does not.
  for (const { name, since, when } of (await tablesOfRules(kind)).filter(({ plugin }) => plugin)) {
    total += await db().execute(
      `DELETE FROM ${name} d WHERE d.id IN
         (SELECT t.id FROM ${name} t WHERE (${when}) AND (${since}) < $1 ORDER BY t.id LIMIT ${BATCH})`,
      [before],
    );
  }
  return total;
}

/** What the catalog says: see `retention` of `createTenantTable`. */
const tablesOfRules = (kind: string | null = null): Promise<TableOfRule[]> =>
  db().query<TableOfRule>(
    `SELECT c.oid::regclass::text AS name, n.nspname <> 'atrium' AS plugin, w.rule ->> 'kind' AS kind,
       coalesce(w.rule ->> 'since', 'created_at') AS since, coalesce(w.rule ->> 'when', 'true') AS when
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'created_at'
     CROSS JOIN LATERAL (SELECT substring(col_description(c.oid, a.attnum) FROM '^retention: (.*)$')::jsonb AS rule) w
     WHERE (n.nspname = 'atrium' OR n.nspname LIKE 'plg\\_%') AND w.rule IS NOT NULL AND ($1::text IS NULL OR w.rule ->> 'kind' = $1)
     ORDER BY 1`,
    [kind],
  );

/** The midnight in the tenant's time zone that so many days before today began with. */
async function startOfDay(days: number): Promise<Date> {
  const [row] = await db().query<{ at: Date }>(
    `SELECT (($1::timestamptz AT TIME ZONE $2)::date - $3::int)::timestamp AT TIME ZONE $2 AS at`,
    [now(), currentTenant().timeZone, days],
  );
  return row!.at;
}
