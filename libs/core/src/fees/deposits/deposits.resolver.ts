import {
  Allow,
  defineList,
  defineView,
  f,
  filter,
  ForCustomers,
  isCustomer,
  type ListTypes,
  readList,
  ref,
  type View,
} from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { customerView } from '../../customers';
import { communityView, unitView } from '../../properties';
import { feePermissions } from '../fees.permissions';
import { feeItemView } from '../items/fee-item.views';
import { moneyField } from '../money';
import {
  ApplyForDepositInput,
  CancelDepositInput,
  DeductFromDepositInput,
  Deposit,
  DepositKindEnum,
  DepositPayload,
  DepositStateEnum,
  InspectDepositInput,
  ReceiveDepositInput,
  RefundDepositInput,
} from './deposit.types';
import { DepositsService } from './deposits.service';

const nodeAccess: readonly [string, ...string[]] = ['fee:read'];

const depositEntryView: View = defineView({
  type: 'DepositEntry',
  idType: 'deposit_entry',
  table: 'atrium.fee_deposit_entry',
  nodeAccess,
  forCustomers: ['id', 'kind', 'amount', 'method', 'feeItem', 'reason', 'enteredOn'],
  fields: {
    id: f.id('deposit_entry'),
    kind: f.column('kind'),
    amount: moneyField('amount'),
    method: f.column('method'),
    feeItem: f.one(() => feeItemView, 'fee_item_id'),
    reason: f.column('reason'),
    enteredOn: f.date('entered_on'),
  },
});

export const depositView: View = defineView({
  type: 'Deposit',
  idType: 'deposit',
  table: 'atrium.fee_deposit',
  nodeAccess,
  forCustomers: [
    ...['id', 'customer', 'community', 'unit', 'kind', 'purpose', 'state', 'asked', 'held', 'inspection'],
    ...['inspectedAt', 'entries'],
  ],
  fields: {
    id: f.id('deposit'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
    ),
    community: f.one(() => communityView, 'community_id'),
    unit: f.one(() => unitView, 'unit_id'),
    kind: f.column('kind'),
    purpose: f.column('purpose'),
    state: f.column('state'),
    asked: moneyField('asked'),
    held: moneyField('held'),
    inspection: f.column('inspection'),
    inspectedAt: f.instant('inspected_at'),
    entries: f.array(
      () => depositEntryView,
      'deposit_id',
      (t) => `${t}.id`,
    ),
  },
});

const DepositList: ListTypes = defineList({
  view: depositView,
  node: Deposit,
  where: (t) =>
    isCustomer()
      ? `${t}.customer_id = ANY ((SELECT nullif(current_setting('app.customer', true), ''))::uuid[])`
      : 'true',
  filters: {
    customer: filter.id('customer', 'customer_id', 'Of this customer.'),
    community: filter.id('community', 'community_id', 'In this community.'),
    unit: filter.id('unit', 'unit_id', 'Of this unit.'),
    state: filter.enum('DepositState', DepositStateEnum, 'state', 'By where they stand.'),
    kind: filter.enum('DepositKind', DepositKindEnum, 'kind', 'By what they are for.'),
  },
  orders: { ID: { columns: [], description: 'By when they were applied for.' } },
  defaultOrder: { field: 'ID' },
});

const RECORD = feePermissions['payment:record'];
const RETURN = feePermissions['payment:return'];

@Resolver()
export class DepositsResolver {
  constructor(private readonly service: DepositsService) {}

  @ForCustomers({ staffWith: [feePermissions['fee:read']] })
  @Query(() => DepositList.Connection, { name: 'deposits', description: 'Deposits (押金). Customers see their own.' })
  list(@Args({ type: () => DepositList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(DepositList.definition, info);
  }

  @Allow(RECORD)
  @Mutation(() => DepositPayload, { description: 'Notes that a deposit is asked for, e.g. with a renovation.' })
  async applyForDeposit(@Args('input') input: ApplyForDepositInput): Promise<DepositPayload> {
    return { deposit: ref('deposit', await this.service.apply(input)) };
  }

  @Allow(RECORD)
  @Mutation(() => DepositPayload, { description: 'Receives a deposit: a liability, no income.' })
  async receiveDeposit(@Args('input') input: ReceiveDepositInput): Promise<DepositPayload> {
    await this.service.receive(input);
    return { deposit: ref('deposit', input.id) };
  }

  @Allow(feePermissions['deposit:inspect'])
  @Mutation(() => DepositPayload, { description: 'Notes what the inspection of a renovation or a home found.' })
  async inspectDeposit(@Args('input') input: InspectDepositInput): Promise<DepositPayload> {
    await this.service.inspect(input);
    return { deposit: ref('deposit', input.id) };
  }

  @Allow(RETURN)
  @Mutation(() => DepositPayload, {
    description:
      'Keeps a part of a deposit, as income of a fee item. INVALID_TRANSITION for a renovation that was not inspected.',
  })
  async deductFromDeposit(@Args('input') input: DeductFromDepositInput): Promise<DepositPayload> {
    await this.service.deduct(input);
    return { deposit: ref('deposit', input.id) };
  }

  @Allow(RETURN)
  @Mutation(() => DepositPayload, {
    description: 'Gives a deposit back, all or a part. INVALID_TRANSITION for a renovation that was not inspected.',
  })
  async refundDeposit(@Args('input') input: RefundDepositInput): Promise<DepositPayload> {
    await this.service.refund(input);
    return { deposit: ref('deposit', input.id) };
  }

  @Allow(RECORD)
  @Mutation(() => DepositPayload, { description: 'Cancels a deposit of which nothing was received.' })
  async cancelDeposit(@Args('input') { id }: CancelDepositInput): Promise<DepositPayload> {
    await this.service.cancel(id);
    return { deposit: ref('deposit', id) };
  }
}
