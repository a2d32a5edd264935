import { Community } from '@atrium/core';
import {
  DateTimeScalar,
  defineList,
  defineView,
  f,
  IdField,
  type ListTypes,
  Node,
  TextField,
  type View,
} from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { MANAGE } from '../permissions';

@ObjectType({ implements: () => Node, description: 'An address from which a calendar shows events (iCalendar).' })
export class CommunityEventsFeed extends Node {
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  label: string | null;
  @Field(() => Community, {
    nullable: true,
    description: 'Events for this community; null: all that are for everybody.',
  })
  community: Community | null;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
}

export const FEED = 'community_events_feed';

export const feedView: View = defineView({
  type: 'CommunityEventsFeed',
  idType: FEED,
  table: 'plg_community_events.feed',
  nodeAccess: [MANAGE],
  forCustomers: ['id', 'label', 'createdAt'],
  fields: {
    id: f.id(FEED),
    label: f.column('label'),
    community: f.guarded('property:read', f.ref('community', 'community_id'), 'NULL'),
    createdAt: f.instant('created_at'),
  },
});

export const FeedList: ListTypes = defineList({
  view: feedView,
  node: CommunityEventsFeed,
  orders: { ADDED: { columns: [], description: 'In the order in which they were made.' } },
  defaultOrder: { field: 'ADDED' },
});

@InputType({ description: 'A calendar to subscribe to: of staff for everybody, of a customer the customer’s own.' })
export class CommunityEventsFeedInput {
  @IdField('community', {
    description: 'Events for this community; null: for everybody. Of staff alone.',
    nullable: true,
  })
  communityId?: string | null;
  @TextField({ description: 'What it is for.', max: 100, nullable: true })
  label?: string | null;
}

@InputType({ description: 'An address that is no longer to be of use.' })
export class CommunityEventsRevokeFeedInput {
  @IdField('community_events_feed', { description: 'The feed.' })
  id: string;
}

@ObjectType({ description: 'The feed, with the address.' })
export class CommunityEventsFeedPayload {
  @Field(() => CommunityEventsFeed, { description: 'The feed.' })
  feed: unknown;
  @Field({ description: 'The address, shown this once: whoever has it sees the events.' })
  url: string;
}

@ObjectType({ description: 'What is gone.' })
export class CommunityEventsRevokeFeedPayload {
  @Field(() => ID, { description: 'Id of the feed.' })
  revokedId: string;
}
