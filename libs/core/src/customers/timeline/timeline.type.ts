import { DateTimeScalar, PageInfo } from '@atrium/sdk';
import { Field, ID, InterfaceType, ObjectType } from '@nestjs/graphql';

/** Generic fields, so that a new kind of entry breaks no client. */
@InterfaceType('TimelineEntry', {
  description:
    'Something that happened with a customer. New kinds come with new contexts and plugins: show what you do not know by its title.',
  resolveType: ({ __typename }: { __typename: string }) => __typename,
})
export abstract class TimelineEntry {
  @Field(() => ID, { description: 'Unique among all entries.' })
  id: string;
  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  at: Date;
  @Field({ description: 'What happened, e.g. `OCCUPANCY_STARTED`; more kinds can come.' })
  kind: string;
  @Field({ description: 'One line, in your language.' })
  title: string;
  @Field(() => String, { nullable: true, description: 'A few lines more, in your language where they are not quoted.' })
  summary: string | null;
  @Field({ description: 'The context or plugin it comes from, e.g. `customers`.' })
  source: string;
  @Field(() => ID, { nullable: true, description: 'Id of the object it is about, for `node`.' })
  link: string | null;
}

@ObjectType({ implements: () => TimelineEntry, description: 'A timeline entry without further fields.' })
export class PlainTimelineEntry extends TimelineEntry {}

@ObjectType({ description: 'One timeline entry of a page, with its place.' })
export class TimelineEntryEdge {
  @Field({ description: 'Opaque place in the timeline, for `after`.' })
  cursor: string;
  @Field(() => TimelineEntry, { description: 'The entry.' })
  node: TimelineEntry;
}

@ObjectType({ description: 'A page of a timeline, newest first (Relay).' })
export class TimelineEntryConnection {
  @Field(() => [TimelineEntryEdge], { description: 'The page, each with its cursor.' })
  edges: TimelineEntryEdge[];
  @Field(() => [TimelineEntry], { description: 'The page, without cursors.' })
  nodes: TimelineEntry[];
  @Field(() => PageInfo, { description: 'Where this page stands.' })
  pageInfo: PageInfo;
  @Field(() => [String], {
    description: 'Sources that could not be read just now: their entries are missing from this page.',
  })
  missingSources: string[];
}
