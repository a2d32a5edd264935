import { Allow, ForCustomers, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { feePermissions } from '../fees.permissions';
import {
  ChangeFeeDefinitionInput,
  ChangeFeePriceInput,
  CreateFeeItemInput,
  FeeItemPayload,
  UpdateFeeItemInput,
} from './fee-item.inputs';
import { FeeItem } from './fee-item.type';
import { FeeItemList, feeItemView } from './fee-item.views';
import { FeeItemsService } from './fee-items.service';

const MANAGE = feePermissions['fee:manage'];
const READ = feePermissions['fee:read'];

@Resolver()
export class FeeItemsResolver {
  constructor(private readonly items: FeeItemsService) {}

  @ForCustomers({ staffWith: [READ] })
  @Query(() => FeeItemList.Connection, { description: 'Fee items (收费项目), archived ones included.' })
  feeItems(@Args({ type: () => FeeItemList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(FeeItemList.definition, info);
  }

  @ForCustomers({ staffWith: [READ] })
  @Query(() => FeeItem, { description: 'One fee item.' })
  feeItem(
    @IdArg('id', 'fee_item', { description: 'The fee item.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(feeItemView, id, info);
  }

  @Allow(MANAGE)
  @Mutation(() => FeeItemPayload, {
    description:
      'Makes a fee item. VALIDATION_FAILED names every value that is wrong; a formula is saved only when it checks.',
  })
  async createFeeItem(@Args('input') input: CreateFeeItemInput): Promise<FeeItemPayload> {
    return {
      feeItem: ref('fee_item', await this.items.create(input)),
      warnings: await this.items.warnings(input.definition),
    };
  }

  @Allow(MANAGE)
  @Mutation(() => FeeItemPayload, { description: 'Changes what a fee item is called, or archives it.' })
  async updateFeeItem(@Args('input') input: UpdateFeeItemInput): Promise<FeeItemPayload> {
    await this.items.update(input);
    return { feeItem: ref('fee_item', input.id), warnings: [] };
  }

  @Allow(MANAGE)
  @Mutation(() => FeeItemPayload, {
    description:
      'How a fee item is charged from a day on. What was charged stays as it is. CONFLICT where one begins on that day.',
  })
  async changeFeeDefinition(@Args('input') input: ChangeFeeDefinitionInput): Promise<FeeItemPayload> {
    await this.items.changeDefinition(input);
    return {
      feeItem: ref('fee_item', input.feeItemId),
      warnings: await this.items.warnings(input.definition),
    };
  }

  @Allow(MANAGE)
  @Mutation(() => FeeItemPayload, {
    description:
      'The price of a fee item from a day on. No charge that is there changes. CONFLICT where one begins on that day.',
  })
  async changeFeePrice(@Args('input') input: ChangeFeePriceInput): Promise<FeeItemPayload> {
    await this.items.changePrice(input);
    return { feeItem: ref('fee_item', input.feeItemId), warnings: [] };
  }
}
