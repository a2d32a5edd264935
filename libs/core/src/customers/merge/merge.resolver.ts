import { Allow, batched, IntField, RAW_ID, readMany, ref, requirePermission } from '@atrium/sdk';
import { Args, ArgsType, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Customer } from '../customer/customer.type';
import { customerView } from '../customers.views';
import { duplicatesOf, likeliestDuplicates } from './duplicates.queries';
import { MergeCustomersInput, MergeCustomersPayload, UndoMergeInput, UndoMergePayload } from './merge.inputs';
import { DuplicatePair, PossibleDuplicate } from './merge.type';
import { MergesService } from './merges.service';

@ArgsType()
export class CustomerDuplicatesArgs {
  @IntField({ description: 'How many at most.', min: 1, max: 200, defaultValue: 20 })
  first: number;
}

@Resolver(() => Customer)
export class MergeResolver {
  constructor(private readonly merges: MergesService) {}

  @Allow('customer:merge')
  @Query(() => [DuplicatePair], {
    description:
      'Customers that are likely one, the likeliest first. Something more than five customers share, such as the phone of an agency, is no hint.',
  })
  async customerDuplicates(@Args() { first }: CustomerDuplicatesArgs, @Info() info: GraphQLResolveInfo) {
    const pairs = await likeliestDuplicates(first);
    const [earlier, later] = await Promise.all([
      this.read(
        pairs.map(({ id }) => id),
        info,
        'customer',
      ),
      this.read(
        pairs.map(({ otherId }) => otherId),
        info,
        'duplicate',
      ),
    ]);
    return pairs.map(({ id, otherId, score, reasons }) => ({
      customer: earlier.get(id),
      duplicate: later.get(otherId),
      score,
      reasons,
    }));
  }

  @ResolveField(() => [PossibleDuplicate], {
    description: 'Other customers that are likely the same, the likeliest first.',
  })
  async possibleDuplicates(@Parent() customer: Record<string, string>, @Info() info: GraphQLResolveInfo) {
    requirePermission('customer:read');
    const found = await batched(info, customer[RAW_ID]!, async (ids) => {
      const likely = await duplicatesOf(ids);
      const others = await this.read(
        [...likely.values()].flat().map(({ otherId }) => otherId),
        info,
        'customer',
      );
      return new Map(
        [...likely].map(([id, pairs]) => [
          id,
          pairs.map(({ otherId, score, reasons }) => ({ customer: others.get(otherId), score, reasons })),
        ]),
      );
    });
    return found ?? [];
  }

  @Allow('customer:merge')
  @Mutation(() => MergeCustomersPayload, {
    description:
      'Makes a duplicate an alias of another customer. Nothing is moved: what was entered under it keeps naming it, and the survivor shows both. An alias has no aliases, so there are no chains.',
  })
  async mergeCustomers(@Args('input') input: MergeCustomersInput) {
    const id = await this.merges.merge(input);
    return { merge: ref('customer_merge', id), survivor: ref('customer', input.survivorId) };
  }

  @Allow('customer:merge')
  @Mutation(() => UndoMergePayload, { description: 'Undoes a merge: both customers are again what they were.' })
  async undoMerge(@Args('input') input: UndoMergeInput) {
    const { survivorId, duplicateId } = await this.merges.undo(input.id);
    return {
      merge: ref('customer_merge', input.id),
      survivor: ref('customer', survivorId),
      duplicate: ref('customer', duplicateId),
    };
  }

  /** Customers by UUID with what is selected of them in `field`. */
  private async read(ids: readonly string[], info: GraphQLResolveInfo, field: string): Promise<Map<string, unknown>> {
    const wanted = [...new Set(ids)];
    const rows = await readMany(customerView, wanted, info, [field]);
    return new Map((rows as { [RAW_ID]: string }[]).map((row) => [row[RAW_ID], row]));
  }
}
