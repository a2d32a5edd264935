import {
  Allow,
  batched,
  context,
  encodeId,
  InstalledPlugins,
  openToCustomers,
  RAW_ID,
  ref,
  requireOfStaff,
} from '@atrium/sdk';
import { Args, ArgsType, Field, Info, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { IsOptional } from 'class-validator';
import { Customer } from '../customer/customer.type';
import { AddCustomerNoteInput, AddCustomerNotePayload } from './note.inputs';
import { NotesService } from './notes.service';
import { readTimelines, type TimelinePage } from './read-timeline';
import { entryCursor, type PlacedEntry, timelineRequest, type TimelinePageRequest } from './timeline-page';
import { TimelineEntryConnection } from './timeline.type';

@ArgsType()
export class TimelineArgs {
  @Field(() => Int, { nullable: true, description: 'Entries at most, newest first; 20 unless given, up to 200.' })
  @IsOptional()
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'Only entries after this cursor, that is older ones.' })
  @IsOptional()
  after?: string | null;
  @Field(() => [String], { nullable: true, description: 'Only these kinds, e.g. `NOTE`; all unless given.' })
  @IsOptional()
  kinds?: string[] | null;
}

// Of the entries customers see those that are meant for them (`forCustomers` of their source).
openToCustomers('Customer', 'timeline');

@Resolver(() => Customer)
export class TimelineResolver {
  constructor(
    private readonly notes: NotesService,
    private readonly plugins: InstalledPlugins,
  ) {}

  @ResolveField(() => TimelineEntryConnection, {
    description:
      'Everything that happened with the customer and its aliases, from every context and plugin, newest first.',
  })
  async timeline(
    @Parent() customer: Record<string, string>,
    @Args() args: TimelineArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    requireOfStaff('customer:read');
    const request = timelineRequest(args, await this.plugins.timelineFeeds());
    const page = await batched(info, customer[RAW_ID]!, (ids) => readTimelines(ids, request));
    return connection(request, page ?? { entries: [], missingSources: [] });
  }

  @Allow('customer:manage')
  @Mutation(() => AddCustomerNotePayload, {
    description: 'Writes down a call, a visit or anything else about a customer.',
  })
  async addCustomerNote(@Args('input') input: AddCustomerNoteInput) {
    const id = await this.notes.add(input);
    return { note: ref('customer_note', id), customer: ref('customer', input.customerId) };
  }
}

function connection({ size, before, sources }: TimelinePageRequest, { entries, missingSources }: TimelinePage) {
  const { locale } = context();
  const byKind = new Map(sources.map((source) => [source.kind, source]));
  const edges = entries.slice(0, size).map((entry: PlacedEntry) => {
    const { kind, id, at, facts, link } = entry;
    const source = byKind.get(kind)!;
    const node = {
      __typename: 'PlainTimelineEntry',
      id: encodeId(kind.toLowerCase(), id),
      at: `${at.slice(0, 23)}Z`,
      kind,
      title: source.title(facts, locale),
      summary: source.summary?.(facts, locale) ?? null,
      source: source.source,
      link,
    };
    return { cursor: entryCursor(entry), node };
  });
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: entries.length > size,
      hasPreviousPage: before !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    missingSources,
  };
}
