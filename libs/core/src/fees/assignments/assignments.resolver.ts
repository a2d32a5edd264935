import { Allow, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { feePermissions } from '../fees.permissions';
import {
  ApplyFeeDiscountInput,
  AssignFeeInput,
  BillingAreaPayload,
  DecideFeeDiscountInput,
  EndFeeAssignmentInput,
  EndFeeDiscountInput,
  FeeAssignmentPayload,
  FeeDiscountPayload,
  InspectFeeDiscountInput,
  SetBillingAreaInput,
  UpdateFeeAssignmentInput,
} from './assignment.inputs';
import { FeeAssignment } from './assignment.type';
import { AssignmentList, assignmentView, BillingAreaList, DiscountList } from './assignment.views';
import { AssignmentsService } from './assignments.service';
import { DiscountsService } from './discounts.service';

const READ = feePermissions['fee:read'];
const MANAGE = feePermissions['fee:manage'];

@Resolver()
export class AssignmentsResolver {
  constructor(
    private readonly assignments: AssignmentsService,
    private readonly discounts: DiscountsService,
  ) {}

  @Allow(READ)
  @Query(() => AssignmentList.Connection, { description: 'Fee items assigned to units.' })
  feeAssignments(
    @Args({ type: () => AssignmentList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(AssignmentList.definition, info);
  }

  @Allow(READ)
  @Query(() => FeeAssignment, { description: 'One assignment.' })
  feeAssignment(
    @IdArg('id', 'fee_assignment', { description: 'The assignment.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(assignmentView, id, info);
  }

  @Allow(READ)
  @Query(() => DiscountList.Connection, { description: 'Discounts, e.g. those that wait for a decision.' })
  feeDiscounts(
    @Args({ type: () => DiscountList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(DiscountList.definition, info);
  }

  @Allow(READ)
  @Query(() => BillingAreaList.Connection, {
    description: 'Areas units are billed for, where they are not the gross area of the unit.',
  })
  billingAreas(
    @Args({ type: () => BillingAreaList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(BillingAreaList.definition, info);
  }

  @Allow(MANAGE)
  @Mutation(() => FeeAssignmentPayload, {
    description: 'Assigns a fee item to a unit or parking space. CONFLICT where it is assigned for those days already.',
  })
  async assignFee(@Args('input') input: AssignFeeInput): Promise<FeeAssignmentPayload> {
    return { assignment: ref('fee_assignment', await this.assignments.assign(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => FeeAssignmentPayload, { description: 'Changes quantity, own prices or payers of an assignment.' })
  async updateFeeAssignment(@Args('input') input: UpdateFeeAssignmentInput): Promise<FeeAssignmentPayload> {
    await this.assignments.update(input);
    return { assignment: ref('fee_assignment', input.id) };
  }

  @Allow(MANAGE)
  @Mutation(() => FeeAssignmentPayload, { description: 'Ends an assignment. What is charged stays as it is.' })
  async endFeeAssignment(@Args('input') input: EndFeeAssignmentInput): Promise<FeeAssignmentPayload> {
    await this.assignments.end(input);
    return { assignment: ref('fee_assignment', input.id) };
  }

  @Allow(feePermissions['fee-discount:apply'])
  @Mutation(() => FeeDiscountPayload, { description: 'Applies for a discount; it counts once it is approved.' })
  async applyFeeDiscount(@Args('input') input: ApplyFeeDiscountInput): Promise<FeeDiscountPayload> {
    return { discount: ref('fee_discount', await this.discounts.apply(input)) };
  }

  @Allow(feePermissions['fee-discount:inspect'])
  @Mutation(() => FeeDiscountPayload, {
    description: 'Notes what an inspection found. INVALID_TRANSITION unless it is applied for.',
  })
  async inspectFeeDiscount(@Args('input') input: InspectFeeDiscountInput): Promise<FeeDiscountPayload> {
    await this.discounts.inspect(input);
    return { discount: ref('fee_discount', input.id) };
  }

  @Allow(feePermissions['fee-discount:approve'])
  @Mutation(() => FeeDiscountPayload, {
    description: 'Approves or rejects a discount. INVALID_TRANSITION for approving one that was not inspected.',
  })
  async decideFeeDiscount(@Args('input') input: DecideFeeDiscountInput): Promise<FeeDiscountPayload> {
    await this.discounts.decide(input);
    return { discount: ref('fee_discount', input.id) };
  }

  @Allow(feePermissions['fee-discount:approve'])
  @Mutation(() => FeeDiscountPayload, { description: 'Ends a discount earlier than it would by itself.' })
  async endFeeDiscount(@Args('input') input: EndFeeDiscountInput): Promise<FeeDiscountPayload> {
    await this.discounts.end(input);
    return { discount: ref('fee_discount', input.id) };
  }

  @Allow(MANAGE)
  @Mutation(() => BillingAreaPayload, {
    description: 'The area a unit is billed for from a day on, in place of its gross area. CONFLICT for the same day.',
  })
  async setBillingArea(@Args('input') input: SetBillingAreaInput): Promise<BillingAreaPayload> {
    return { billingArea: ref('billing_area', await this.assignments.setArea(input)) };
  }
}
