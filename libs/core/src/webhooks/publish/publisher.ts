import {
  context,
  db,
  DomainEventListener,
  type EventDefinition,
  type EventDelivery,
  newId,
  type OperationContext,
  type PublicEvent,
  PublicEvents,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { Wakes } from '../delivery/wakes';
import { ownerMay } from '../subscription/owner';
import { envelopeOf } from './envelope';
import { communitiesOf } from './places';

interface Listening {
  readonly id: string;
  /** Null: the whole company. */
  readonly communities: readonly string[] | null;
}

const LISTENING = {
  name: 'webhooks_listening',
  text: `SELECT s.id, s.communities FROM atrium.webhook_subscription s
    WHERE s.state = 'ENABLED' AND $1 = ANY (s.events) AND ${ownerMay('s', '$2::text')}`,
};

/** Puts down what is to be sent of each public event: once for each subscription that listens to it. */
@Injectable()
export class Publisher extends DomainEventListener {
  readonly options = { name: 'publish' };
  /** By operation: which events its tenant wants, as of the first that it emitted. */
  private readonly wanted = new WeakMap<OperationContext, Promise<ReadonlySet<string>>>();

  constructor(
    private readonly publicEvents: PublicEvents,
    private readonly wakes: Wakes,
  ) {
    super();
  }

  events(): readonly EventDefinition[] {
    return this.publicEvents.all().map(({ definition }) => definition);
  }

  /** The running operation has changed what is wanted. */
  forget(): void {
    this.wanted.delete(context());
  }

  async wants({ name }: EventDefinition): Promise<boolean> {
    const operation = context();
    let wanted = this.wanted.get(operation);
    if (!wanted) this.wanted.set(operation, (wanted = readWanted()));
    return (await wanted).has(name);
  }

  async handle(payload: object, delivery: EventDelivery): Promise<void> {
    const event = this.publicEvents.find(delivery.name);
    if (!event) return;
    const listening = await db().query<Listening>(LISTENING, [delivery.name, event.permission]);
    if (listening.length === 0) return;
    const communities = await communitiesOf(event.place, payload);
    const told = listening.filter(
      ({ communities: heard }) => heard === null || heard.some((id) => communities?.includes(id)),
    );
    if (told.length === 0) return;
    await this.put(event, payload, delivery, communities, told);
    for (const { id } of told) await this.wakes.now(id);
  }

  private async put(
    { version, permission, project }: PublicEvent,
    payload: object,
    { id: eventId, name, aggregateId, occurredAt }: EventDelivery,
    communities: readonly string[] | null,
    told: readonly Listening[],
  ): Promise<void> {
    const data = project(payload);
    const body = envelopeOf(eventId, { type: name, version, timestamp: occurredAt.toISOString(), data });
    await db().execute(
      `INSERT INTO atrium.webhook_delivery
         (id, subscription_id, event_id, type, aggregate_id, permission, communities, occurred_at, body)
       SELECT given.id, given.subscription, $3, $4, $5, $6, $7, $8, $9
       FROM unnest($1::uuid[], $2::uuid[]) AS given (id, subscription)
       ON CONFLICT ON CONSTRAINT webhook_delivery_once DO NOTHING`,
      [
        ...[told.map(() => newId()), told.map(({ id }) => id)],
        ...[eventId, name, aggregateId, permission, communities, occurredAt, body],
      ],
    );
  }
}

async function readWanted(): Promise<ReadonlySet<string>> {
  const rows = await db().query<{ name: string }>({
    name: 'webhook_events_wanted',
    text: 'SELECT w AS name FROM app.webhook_events_wanted() w',
  });
  return new Set(rows.map(({ name }) => name));
}
