import { db, type EventDefinition, type EventItem, Events, isUuid } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { checkPayload } from '../jobs/job-envelope';
import { OwnerGate } from '../jobs/owner-gate';
import { EventRegistry } from './event-registry';

const EMIT = { name: 'emit_events', text: 'SELECT app.emit_events($1, $2, $3, $4::text[], $5::jsonb)' };

/** Writes events in the running operation's transaction. */
@Injectable()
export class PgEvents extends Events {
  constructor(
    private readonly registry: EventRegistry,
    private readonly gate: OwnerGate,
  ) {
    super();
  }

  async emit<P extends object>(
    event: EventDefinition<P>,
    payload: P,
    { aggregateId }: { readonly aggregateId: string },
  ): Promise<void> {
    // Also when nobody handles it: a mistake shows the first time the line runs.
    const checked = row(event, { aggregateId, payload });
    const handlers = await this.handlersOf(event);
    if (handlers.length > 0) await this.write(event, handlers, [checked]);
  }

  async emitAll<P extends object>(event: EventDefinition<P>, items: readonly EventItem<P>[]): Promise<void> {
    const [first] = items;
    if (!first) return;
    row(event, first);
    const handlers = await this.handlersOf(event);
    if (handlers.length === 0) return;
    const rows = items.map((item) => row(event, item));
    await this.write(event, handlers, rows);
  }

  async handled(event: EventDefinition): Promise<boolean> {
    return (await this.handlersOf(event)).length > 0;
  }

  private async write(event: Named, handlers: readonly string[], rows: readonly Row[]): Promise<void> {
    const { name, version, aggregate } = event;
    await db().query(EMIT, [name, version, aggregate, handlers, JSON.stringify(rows)]);
  }

  /** Names of the handlers that an event of the current tenant is kept for. */
  private async handlersOf(event: Named): Promise<string[]> {
    const open = new Map<string, boolean>();
    const kept: string[] = [];
    for (const { name, owner, wants } of this.registry.of(event.name)) {
      if (!open.has(owner)) open.set(owner, await this.gate.isOpen(owner));
      if (open.get(owner) && (!wants || (await wants(event as EventDefinition)))) kept.push(name);
    }
    return kept;
  }
}

type Named = Pick<EventDefinition, 'name' | 'version' | 'aggregate'>;

interface Row {
  readonly a: string;
  readonly p: object;
}

function row<P extends object>(event: EventDefinition<P>, { aggregateId, payload }: EventItem<P>): Row {
  if (!isUuid(aggregateId)) {
    throw new Error(`Event ${event.name}: the id of the ${event.aggregate} is no UUID: ${JSON.stringify(aggregateId)}`);
  }
  return { a: aggregateId, p: checkPayload(event, payload) };
}
