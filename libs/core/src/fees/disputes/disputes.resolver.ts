import { Allow, defineList, defineView, f, filter, type ListTypes, readList, ref, type View } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { endOf } from '../assignments/assignment.views';
import { chargeView } from '../charges/charge.views';
import { feePermissions } from '../fees.permissions';
import { DisputesService } from './disputes.service';
import { EndFeeDisputeInput, FeeDispute, FeeDisputePayload, OpenFeeDisputeInput } from './disputes.types';

const disputeView: View = defineView({
  type: 'FeeDispute',
  idType: 'fee_dispute',
  table: 'atrium.fee_dispute',
  nodeAccess: ['fee:read'],
  fields: {
    id: f.id('fee_dispute'),
    charge: f.one(() => chargeView, 'charge_id'),
    startsOn: f.date('starts_on'),
    endsOn: endOf('ends_on'),
    reason: f.column('reason'),
    outcome: f.column('outcome'),
  },
});

const DisputeList: ListTypes = defineList({
  view: disputeView,
  node: FeeDispute,
  filters: {
    charge: filter.id('charge', 'charge_id', 'Of this charge.'),
    isOpen: filter.flag((t) => `${t}.ends_on = 'infinity'`, 'Open.'),
  },
  orders: { START: { columns: [{ column: 'starts_on', type: 'date' }], description: 'By the first day.' } },
  defaultOrder: { field: 'START', direction: 'DESC' },
});

const MANAGE = feePermissions['fee-dispute:manage'];

@Resolver()
export class DisputesResolver {
  constructor(private readonly disputes: DisputesService) {}

  @Allow(feePermissions['fee:read'])
  @Query(() => DisputeList.Connection, { description: 'Charges in dispute.' })
  feeDisputes(
    @Args({ type: () => DisputeList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(DisputeList.definition, info);
  }

  @Allow(MANAGE)
  @Mutation(() => FeeDisputePayload, {
    description: 'Notes that a customer objects to a charge: no late fee accrues until the dispute ends.',
  })
  async openFeeDispute(@Args('input') input: OpenFeeDisputeInput): Promise<FeeDisputePayload> {
    return { dispute: ref('fee_dispute', await this.disputes.open(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => FeeDisputePayload, { description: 'Ends a dispute: the late fee accrues again from that day.' })
  async endFeeDispute(@Args('input') input: EndFeeDisputeInput): Promise<FeeDisputePayload> {
    await this.disputes.end(input);
    return { dispute: ref('fee_dispute', input.id) };
  }
}
