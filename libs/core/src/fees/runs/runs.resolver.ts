import { Allow, decodeId, encodeId, IdArg, invalidField, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { feePermissions } from '../fees.permissions';
import { BillingRunsService } from './billing-runs.service';
import { previewPage } from './preview';
import {
  BillingPreview,
  BillingRun,
  BillingRunInput,
  BillingRunPayload,
  EnterSharedCostInput,
  PreviewBillingRunInput,
  SharedCostPayload,
} from './run.types';
import { runMessages } from './run.messages';
import { RunList, runView, SharedCostList, SkipList } from './run.views';

const READ = feePermissions['fee:read'];
const RUN = feePermissions['billing:run'];
/** Assignments of a page of a preview. */
const MOST = 200;

@Resolver()
export class RunsResolver {
  constructor(private readonly runs: BillingRunsService) {}

  @Allow(READ)
  @Query(() => RunList.Connection, { description: 'Billing runs.' })
  billingRuns(@Args({ type: () => RunList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(RunList.definition, info);
  }

  @Allow(READ)
  @Query(() => BillingRun, { description: 'One billing run: poll it while it goes on.' })
  billingRun(
    @IdArg('id', 'billing_run', { description: 'The run.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(runView, id, info);
  }

  @Allow(READ)
  @Query(() => SkipList.Connection, { description: 'Whom a run skipped, with the reason.' })
  billingSkips(@Args({ type: () => SkipList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(SkipList.definition, info);
  }

  @Allow(READ)
  @Query(() => SharedCostList.Connection, { description: 'Costs that are shared.' })
  sharedCosts(
    @Args({ type: () => SharedCostList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(SharedCostList.definition, info);
  }

  @Allow(RUN)
  @Query(() => BillingPreview, {
    description: 'Every charge that a run would make now, and every assignment it would skip with the reason, by page.',
  })
  billingPreview(
    @IdArg('runId', 'billing_run', { description: 'The run.' }) runId: string,
    @Args('first', {
      type: () => Int,
      defaultValue: 50,
      description: `Assignments of a page, at most ${String(MOST)}.`,
    })
    first: number,
    @Args('after', { type: () => String, description: 'The `next` of the page before.', nullable: true })
    after: string | null,
  ): Promise<BillingPreview> {
    return page(runId, first, after ?? null);
  }

  @Allow(RUN)
  @Mutation(() => BillingRunPayload, {
    description:
      'Makes a billing run and has its figures computed by a job; nothing is charged before `commitBillingRun`.',
  })
  async previewBillingRun(@Args('input') input: PreviewBillingRunInput): Promise<BillingRunPayload> {
    return { run: ref('billing_run', await this.runs.preview(input)) };
  }

  @Allow(RUN)
  @Mutation(() => BillingRunPayload, {
    description:
      'Has a run charged by a job. Nothing is charged twice, whatever runs at once or ran before. INVALID_TRANSITION for one that was committed.',
  })
  async commitBillingRun(@Args('input') { id }: BillingRunInput): Promise<BillingRunPayload> {
    await this.runs.commit(id);
    return { run: ref('billing_run', id) };
  }

  @Allow(RUN)
  @Mutation(() => BillingRunPayload, { description: 'Stops a run after the batch it is at. What is charged stays.' })
  async cancelBillingRun(@Args('input') { id }: BillingRunInput): Promise<BillingRunPayload> {
    await this.runs.cancel(id);
    return { run: ref('billing_run', id) };
  }

  @Allow(RUN)
  @Mutation(() => BillingRunPayload, { description: 'Goes on with a run that was stopped or failed.' })
  async resumeBillingRun(@Args('input') { id }: BillingRunInput): Promise<BillingRunPayload> {
    await this.runs.resume(id);
    return { run: ref('billing_run', id) };
  }

  @Allow(RUN)
  @Mutation(() => SharedCostPayload, {
    description: 'Enters a cost that is shared. CONFLICT where one of the item begins on that day.',
  })
  async enterSharedCost(@Args('input') input: EnterSharedCostInput): Promise<SharedCostPayload> {
    return { sharedCost: ref('shared_cost', await this.runs.enterCost(input)) };
  }
}

async function page(runId: string, first: number, after: string | null): Promise<BillingPreview> {
  if (first < 1 || first > MOST) throw invalidField('first', 'OUT_OF_RANGE', runMessages.page, { max: MOST });
  const decoded = after === null ? null : decodeId(after, 'fee_assignment');
  if (decoded && !decoded.ok) throw invalidField('after', 'MALFORMED_CURSOR', runMessages.cursor);
  const found = await previewPage(runId, first, decoded && decoded.uuid);
  return { ...found, next: found.next && encodeId('fee_assignment', found.next) };
}
