import { ChangedId, db, Events, notFound, now, OF_CALLER, readList, ref, SignedIn, Watch } from '@atrium/sdk';
import { Args, Info, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { notificationEvents } from '../notifications.events';
import { inboxTopic } from '../notifications.topic';
import { InboxChange, MarkInboxReadInput, MarkInboxReadPayload } from './inbox.type';
import { InboxList, OWN_IDS } from './inbox.view';

const OWN = 'messages to oneself are one’s own business';

interface ReadRow extends Record<string, unknown> {
  readonly id: string;
  readonly type: string;
  readonly customer_id: string | null;
  readonly staff_id: string | null;
  readonly channel: string | null;
  readonly about_type: string | null;
  readonly about_id: string | null;
}

/** Messages in the app, of staff and customers alike. */
@Resolver()
export class InboxResolver {
  constructor(private readonly events: Events) {}

  @SignedIn(OWN, 'CUSTOMERS_TOO')
  @Query(() => InboxList.Connection, { description: 'The caller’s own messages in the app, newest first.' })
  inbox(@Args({ type: () => InboxList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(InboxList.definition, info);
  }

  @SignedIn(OWN, 'CUSTOMERS_TOO')
  @Query(() => Int, { description: 'The caller’s messages in the app that were not read yet.' })
  unreadCount(): Promise<number> {
    return unread();
  }

  @SignedIn(OWN, 'CUSTOMERS_TOO')
  @Mutation(() => MarkInboxReadPayload, {
    description: 'Notes that the caller has read messages in the app. NOT_FOUND for one that is not the caller’s.',
  })
  async markInboxRead(@Args('input') { ids }: MarkInboxReadInput): Promise<MarkInboxReadPayload> {
    if (ids) await requireOwn(ids);
    const rows = await db().query<ReadRow>('SELECT * FROM app.read_inbox($1::uuid[], $2)', [ids ?? null, now()]);
    await this.events.emitAll(
      notificationEvents.read,
      rows.map((row) => ({
        aggregateId: row.id,
        payload: {
          notificationId: row.id,
          type: row.type,
          customerId: row.customer_id,
          staffId: row.staff_id,
          channel: row.channel,
          aboutType: row.about_type,
          aboutId: row.about_id,
        },
      })),
    );
    return { marked: rows.length, unreadCount: await unread() };
  }

  @SignedIn(OWN, 'CUSTOMERS_TOO')
  @Watch(() => InboxChange, {
    topic: inboxTopic,
    key: OF_CALLER,
    description: 'The caller’s messages in the app: how many are unread and the newest, now and after each change.',
  })
  async notificationReceived(@ChangedId() _changed: string | null): Promise<InboxChange> {
    const [newest] = await db().query<{ id: string }>(
      `SELECT id FROM atrium.inbox_message WHERE recipient_id = ANY (${OWN_IDS}) ORDER BY created_at DESC, id DESC LIMIT 1`,
    );
    return { unreadCount: await unread(), newest: newest ? ref('inbox_message', newest.id) : null };
  }
}

async function unread(): Promise<number> {
  const [row] = await db().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM atrium.inbox_message WHERE recipient_id = ANY (${OWN_IDS}) AND read_at IS NULL`,
  );
  return row!.count;
}

async function requireOwn(ids: readonly string[]): Promise<void> {
  const [own] = await db().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM atrium.inbox_message i WHERE i.id = ANY ($1::uuid[]) AND i.recipient_id = ANY (${OWN_IDS})`,
    [ids],
  );
  if (own!.count < new Set(ids).size) throw notFound('InboxMessage');
}
