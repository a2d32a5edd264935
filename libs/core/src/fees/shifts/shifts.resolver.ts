import { Allow, defineList, defineView, f, filter, type ListTypes, readList, ref, type View } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { communityView } from '../../properties';
import { feePermissions } from '../fees.permissions';
import { moneyField } from '../money';
import {
  CashierShift,
  CashierShiftPayload,
  CloseCashierShiftInput,
  OpenCashierShiftInput,
  ShiftStateEnum,
} from './shift.types';
import { ShiftsService } from './shifts.service';

export const shiftView: View = defineView({
  type: 'CashierShift',
  idType: 'cashier_shift',
  table: 'atrium.fee_shift',
  nodeAccess: ['fee:read'],
  fields: {
    id: f.id('cashier_shift'),
    community: f.one(() => communityView, 'community_id'),
    cashierId: { ...f.id('staff'), sql: (t) => `${t}.cashier_id` },
    state: f.column('state'),
    opening: moneyField('opening'),
    expected: { ...moneyField('expected'), presence: (t) => `${t}.expected` },
    counted: { ...moneyField('counted'), presence: (t) => `${t}.counted` },
    note: f.column('note'),
    follows: f.one(() => shiftView, 'follows_id'),
    openedAt: f.instant('created_at'),
    closedAt: f.instant('closed_at'),
    version: f.column('version'),
  },
});

const ShiftList: ListTypes = defineList({
  view: shiftView,
  node: CashierShift,
  filters: {
    community: filter.id('community', 'community_id', 'Of a till in this community.'),
    state: filter.enum('CashierShiftState', ShiftStateEnum, 'state', 'By where they stand.'),
  },
  orders: { OPENED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By when they began.' } },
  defaultOrder: { field: 'OPENED', direction: 'DESC' },
});

const RECORD = feePermissions['payment:record'];

@Resolver()
export class ShiftsResolver {
  constructor(private readonly shifts: ShiftsService) {}

  @Allow(feePermissions['fee:read'])
  @Query(() => ShiftList.Connection, { description: 'Shifts of cashiers.' })
  cashierShifts(
    @Args({ type: () => ShiftList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(ShiftList.definition, info);
  }

  @Allow(RECORD)
  @Mutation(() => CashierShiftPayload, {
    description:
      'Opens a shift of one’s own (开班): cash that one takes and gives back from now on is counted in it. CONFLICT while one is open.',
  })
  async openCashierShift(@Args('input') input: OpenCashierShiftInput): Promise<CashierShiftPayload> {
    return { shift: ref('cashier_shift', await this.shifts.open(input)) };
  }

  @Allow(RECORD)
  @Mutation(() => CashierShiftPayload, {
    description: 'Closes one’s own shift with a count (结班). What is not as it should be is posted with the reason.',
  })
  async closeCashierShift(@Args('input') input: CloseCashierShiftInput): Promise<CashierShiftPayload> {
    await this.shifts.close(input);
    return { shift: ref('cashier_shift', input.id) };
  }
}
