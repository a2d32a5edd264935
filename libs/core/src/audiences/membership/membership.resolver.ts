import { Allow, IdArg, readList, requirePermission } from '@atrium/sdk';
import { Args, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { CustomerList, customerPermissions } from '../../customers';
import { segmentPermissions } from '../audiences.permissions';
import { SEGMENT_READ } from '../audiences.views';
import { SegmentRuleInput } from '../rule/rule.inputs';
import type { RawRule } from '../rule/rule.types';
import { SegmentCustomer } from './membership.type';
import { PreparedAudiences } from './prepared-audience';
import { reasonsFor } from './reasons';
import { isIn } from './segment-audiences';

const SCOPE =
  'Within what the caller sees. Needs `customer:read`, too, and the permission of every field the rule uses.';

/** Who is in a segment, counted and listed live. */
@Resolver()
export class MembershipResolver {
  constructor(private readonly prepared: PreparedAudiences) {}

  @Allow(...SEGMENT_READ)
  @Query(() => CustomerList.Connection, {
    description: `Members of a segment; \`totalCount\` counts them now. ${SCOPE}`,
  })
  async segmentMembers(
    @IdArg('segmentId', 'segment', { description: 'The segment.' }) segmentId: string,
    @Args({ type: () => CustomerList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    requirePermission(customerPermissions['customer:read']);
    const { condition } = await this.prepared.ofSegment(segmentId);
    return readList(CustomerList.definition, info, (customer, values) => [condition(customer, values)]);
  }

  @Allow(segmentPermissions['segment:manage'])
  @Query(() => CustomerList.Connection, {
    description: `Who a rule that is not stored would choose: \`totalCount\` and a sample. ${SCOPE}`,
  })
  async previewSegment(
    @Args('rule', { type: () => SegmentRuleInput, description: 'The rule.' }) rule: RawRule,
    @Args({ type: () => CustomerList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    requirePermission(customerPermissions['customer:read']);
    const condition = await this.prepared.ofRule(rule, 'rule');
    return readList(CustomerList.definition, info, (customer, values) => [condition(customer, values)]);
  }

  @Allow(...SEGMENT_READ)
  @Query(() => SegmentCustomer, { description: `Why a customer is in a segment, or is not. ${SCOPE}` })
  async segmentCustomer(
    @IdArg('segmentId', 'segment', { description: 'The segment.' }) segmentId: string,
    @IdArg('customerId', 'customer', { description: 'The customer.' }) customerId: string,
  ): Promise<SegmentCustomer> {
    requirePermission(customerPermissions['customer:read']);
    const { condition, rule } = await this.prepared.ofSegment(segmentId);
    const reasons = await reasonsFor(rule, customerId);
    return { isMember: await isIn(condition, customerId), reasons };
  }
}
