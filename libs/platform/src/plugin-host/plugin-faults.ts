import {
  context,
  db,
  Log,
  type LogFields,
  newId,
  type OperationContext,
  systemActor,
  type Transactions,
} from '@atrium/sdk';
import { describedError } from '../observability/described-error';
import { pluginLog } from './plugin-log';
import { pluginFaults, type PluginPlace } from './plugin.metrics';

/** What was wrong: it threw, it took too long, it brought about too much. */
export const FAULT_KINDS = ['FAILED', 'LATE', 'FLOOD'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Where in a plugin, e.g. the place `field` and the name `Customer.loyalty`. */
export interface PluginSpot {
  readonly place: PluginPlace;
  readonly name: string;
}

interface Counted extends PluginSpot {
  readonly tenantId: string;
  readonly plugin: string;
  readonly kind: FaultKind;
  readonly hour: string;
  count: number;
  lastAt: Date;
  error: string | null;
  requestId: string | null;
}

/** Faults are gathered for so long, so that a flood of them is no flood of statements. Milliseconds. */
const GATHER_MS = 1_000;
/** Kinds of faults that wait to be written; more than any plugins that are well made could have. */
const MOST_WAITING = 10_000;
/** Days for which they can be looked up. */
export const FAULTS_KEPT_DAYS = 7;

const WRITE = {
  name: 'plugin_fault_write',
  text: `INSERT INTO atrium.plugin_fault AS f (id, plugin, place, name, kind, hour, count, last_at, error, request_id)
         SELECT x.id, x.plugin, x.place, x.name, x.kind, x.hour, x.count, x.last_at, x.error, x.request_id
         FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, plugin text, place text, name text, kind text, hour timestamptz,
           count bigint, last_at timestamptz, error text, request_id text)
         ORDER BY x.plugin, x.hour, x.place, x.name, x.kind
         ON CONFLICT (tenant_id, plugin, hour, place, name, kind) DO UPDATE
           SET count = f.count + excluded.count, last_at = greatest(f.last_at, excluded.last_at),
               error = excluded.error, request_id = excluded.request_id`,
};
const FORGET = {
  name: 'plugin_fault_forget',
  text: `DELETE FROM atrium.plugin_fault WHERE plugin = ANY ($1) AND hour < now() - interval '${FAULTS_KEPT_DAYS} days'`,
};

/**
 * What goes wrong in code of plugins: counted at once as a metric, and a moment later in the database, by company and hour,
 * apart from the transaction in which it went wrong. Nothing of a plugin waits for it.
 */
export class PluginFaults {
  private readonly log = new Log('Plugins');
  private waiting = new Map<string, Counted>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  /** @param transactions on connections that nobody holds while waiting for this */
  constructor(private readonly transactions: Transactions) {}

  /** @param context in which it was at work; without a tenant it is in the metrics and the log alone */
  note(
    plugin: string,
    { place, name }: PluginSpot,
    kind: FaultKind,
    error: unknown,
    context: OperationContext | undefined,
  ): void {
    pluginFaults.add({ plugin, place });
    this.say(plugin, { place, name }, kind, error);
    const tenantId = context?.tenant?.id;
    if (!tenantId) return;
    const now = context.clock.now();
    const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000).toISOString();
    const key = [tenantId, plugin, place, name, kind, hour].join('\n');
    const known = this.waiting.get(key);
    if (!known && this.waiting.size >= MOST_WAITING) return;
    const last = { lastAt: now, error: error === null ? null : told(error), requestId: context.requestId };
    if (known) Object.assign(known, last, { count: known.count + 1 });
    else this.waiting.set(key, { tenantId, plugin, place, name, kind, hour, count: 1, ...last });
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
  }

  /** With the plugin's id; of a flood once in a while. */
  private say(plugin: string, spot: PluginSpot, kind: FaultKind, error: unknown): void {
    const fields = { kind: spot.place, ...nameInLog(spot), ...(error === null ? {} : { error }) };
    const log = pluginLog(plugin);
    if (kind === 'FAILED') log.error('Code of a plugin failed', fields);
    else if (kind === 'LATE') log.error('Code of a plugin took too long and is given up', fields);
    else if (this.log.isNews(`${plugin} ${spot.place} ${spot.name}`)) {
      log.error('A plugin brings about too much for one cause; it is refused', fields);
    }
  }

  /** What was noted so far is in the database afterwards. Never rejects. */
  flush(): Promise<void> {
    return (this.writing = this.writing.then(() => this.write()));
  }

  private async write(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const taken = this.waiting;
    this.waiting = new Map();
    for (const [tenantId, faults] of Map.groupBy(taken.values(), (fault) => fault.tenantId)) {
      await this.writeOf(tenantId, faults).catch((error: unknown) => {
        // They are in the log and in the metrics; to gather them for a database that is away would fill the memory.
        if (this.log.isNews('faults')) this.log.error('Faults of plugins could not be written', { tenantId, error });
      });
    }
  }

  private async writeOf(tenantId: string, faults: readonly Counted[]): Promise<void> {
    const operation = 'notePluginFaults';
    await this.transactions.run({ tenantId, actor: systemActor(operation), operation }, async () => {
      // One that is closed is about to be erased.
      if (!context().tenant) return;
      const rows = faults.map(({ plugin, place, name, kind, hour, count, lastAt, error, requestId }) => ({
        ...{ id: newId(), plugin, place, name, kind, hour, count },
        ...{ last_at: lastAt, error, request_id: requestId },
      }));
      await db().execute(WRITE, [JSON.stringify(rows)]);
      await db().execute(FORGET, [[...new Set(faults.map(({ plugin }) => plugin))]]);
    });
  }
}

const FIELD_OF_LOG = {
  ...{ field: 'field', operation: 'field', job: 'job', event: 'handler', schedule: 'schedule', hook: 'operation' },
  ...{ boot: 'operation', channel: 'operation', route: 'method' },
} as const satisfies Record<PluginPlace, keyof LogFields>;

/** Of a path its method alone: what stands in the log is a name. */
const nameInLog = ({ place, name }: PluginSpot): LogFields => ({
  [FIELD_OF_LOG[place]]: place === 'route' ? name.split(' ')[0]! : name,
});

/** Without what it may know of people. */
function told(error: unknown): string {
  const { type, code, message } = describedError(error, false);
  return [code === undefined ? type : `${type} ${code}`, ...(message === undefined ? [] : [message])]
    .join(': ')
    .slice(0, 500);
}
