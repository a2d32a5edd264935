import { Allow, batched, context, encodeId, IdArg, RAW_ID, readList, readOne, ref, renderMessage } from '@atrium/sdk';
import { Args, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { segmentPermissions } from '../audiences.permissions';
import { SEGMENT_READ, SegmentList, segmentSnapshotView, segmentView } from '../audiences.views';
import { findReferences } from '../rule/references';
import { SegmentRuleInput } from '../rule/rule.inputs';
import type { BoundRule, RawRule } from '../rule/rule.types';
import { SegmentRules } from '../rule/segment-rules';
import { wordRule } from '../rule/word-rule';
import { SnapshotsService } from '../snapshot/snapshots.service';
import {
  CreateSegmentInput,
  DeleteSegmentInput,
  DeleteSegmentPayload,
  DuplicateSegmentInput,
  SegmentPayload,
  TakeSegmentMembersInput,
  TakeSegmentMembersPayload,
  UpdateSegmentInput,
} from './segment.inputs';
import { Segment, SegmentProblem, SegmentSnapshot, SegmentUsage } from './segment.type';
import { SegmentsService } from './segments.service';
import { rulesOf } from './stored-segment';

const MANAGE = segmentPermissions['segment:manage'];
const OWN = 'FORBIDDEN for a segment of the whole company where the caller is limited to some communities.';
const RULE = 'VALIDATION_FAILED names everything that is wrong with the rule by its path.';

type Row = Readonly<Record<string, string>>;

@Resolver(() => Segment)
export class SegmentsResolver {
  constructor(
    private readonly service: SegmentsService,
    private readonly rules: SegmentRules,
    private readonly snapshots: SnapshotsService,
  ) {}

  @Allow(...SEGMENT_READ)
  @Query(() => SegmentList.Connection, {
    description: 'Segments. Whoever is limited to some communities sees those that are about no other.',
  })
  segments(@Args({ type: () => SegmentList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(SegmentList.definition, info);
  }

  @Allow(...SEGMENT_READ)
  @Query(() => Segment, { description: 'One segment.' })
  segment(
    @IdArg('id', 'segment', { description: 'The segment.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(segmentView, id, info);
  }

  @Allow(...SEGMENT_READ)
  @Query(() => SegmentSnapshot, { description: 'Where the taking of members stands.' })
  segmentSnapshot(
    @IdArg('id', 'segment_snapshot', { description: 'The snapshot.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(segmentSnapshotView, id, info);
  }

  @Allow(MANAGE)
  @Query(() => String, { description: `A rule in words, in the caller’s language. ${RULE}` })
  async explainSegmentRule(
    @Args('rule', { type: () => SegmentRuleInput, description: 'The rule.' }) rule: RawRule,
  ): Promise<string> {
    const { bound } = await this.rules.accept(rule, 'rule');
    return wordRule(bound, context().locale, (await findReferences([bound])).names);
  }

  @Allow(MANAGE)
  @Mutation(() => SegmentPayload, { description: `Makes a segment. ${RULE} CONFLICT for a name taken.` })
  async createSegment(@Args('input') input: CreateSegmentInput): Promise<SegmentPayload> {
    return { segment: ref('segment', await this.service.create(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => SegmentPayload, { description: `Changes a segment. ${RULE} ${OWN}` })
  async updateSegment(@Args('input') input: UpdateSegmentInput): Promise<SegmentPayload> {
    await this.service.update(input);
    return { segment: ref('segment', input.id) };
  }

  @Allow(MANAGE)
  @Mutation(() => SegmentPayload, { description: 'Makes another segment with the same rule.' })
  async duplicateSegment(@Args('input') input: DuplicateSegmentInput): Promise<SegmentPayload> {
    return { segment: ref('segment', await this.service.duplicate(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => DeleteSegmentPayload, { description: `Deletes a segment. CONFLICT while something uses it. ${OWN}` })
  async deleteSegment(@Args('input') { id }: DeleteSegmentInput): Promise<DeleteSegmentPayload> {
    await this.service.delete(id);
    return { deletedId: encodeId('segment', id) };
  }

  @Allow(MANAGE)
  @Mutation(() => TakeSegmentMembersPayload, {
    description: `Takes the members of a frozen segment as of one moment, as a job; those taken before are used until it is done. CONFLICT for a dynamic segment, and while a job is at it. ${OWN}`,
  })
  async takeSegmentMembers(@Args('input') { segmentId }: TakeSegmentMembersInput): Promise<TakeSegmentMembersPayload> {
    return { snapshot: ref('segment_snapshot', await this.snapshots.start(segmentId)) };
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'The rule in words, in the caller’s language; null where it has `problems`.',
  })
  async explanation(@Parent() segment: Row, @Info() info: GraphQLResolveInfo): Promise<string | null> {
    const read = async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
      const bound = new Map<string, BoundRule>();
      for (const [id, stored] of await rulesOf(ids)) {
        const { rule } = await this.rules.shown(stored);
        if (rule) bound.set(id, rule);
      }
      const { names } = await findReferences([...bound.values()]);
      return new Map([...bound].map(([id, rule]) => [id, wordRule(rule, context().locale, names)]));
    };
    return (await batched(info, segment[RAW_ID]!, read)) ?? null;
  }

  @ResolveField(() => [SegmentProblem], {
    description: 'Why the rule cannot be evaluated now. While there are problems, nobody is in a dynamic segment.',
  })
  async problems(@Parent() segment: Row, @Info() info: GraphQLResolveInfo): Promise<SegmentProblem[]> {
    const { locale } = context();
    const read = async (ids: readonly string[]): Promise<ReadonlyMap<string, SegmentProblem[]>> => {
      const found = new Map<string, SegmentProblem[]>();
      for (const [id, stored] of await rulesOf(ids)) {
        const { problems } = await this.rules.shown(stored);
        const worded = problems.map(({ path, code, message, params }) => ({
          path,
          code,
          message: renderMessage(message, locale, params),
        }));
        found.set(id, worded);
      }
      return found;
    };
    return (await batched(info, segment[RAW_ID]!, read)) ?? [];
  }

  @ResolveField(() => [SegmentUsage], { description: 'What uses it: while something does, it is not deleted.' })
  async uses(@Parent() segment: Row): Promise<readonly SegmentUsage[]> {
    return this.service.usesOf(segment[RAW_ID]!);
  }
}
