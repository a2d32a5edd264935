import {
  Allow,
  currentTenant,
  db,
  defineList,
  defineView,
  f,
  filter,
  type ListTypes,
  readList,
  ref,
  type View,
} from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { feePermissions } from '../fees.permissions';
import { shownMoney } from '../money';
import { readMonth } from '../today';
import {
  AccountTotal,
  AskToReopenFeeMonthInput,
  CloseFeeMonthInput,
  DecideFeeMonthInput,
  FeePeriod,
  FeePeriodPayload,
  PeriodStateEnum,
} from './ledger.types';
import { PeriodsService } from './periods.service';

const READ = feePermissions['ledger:read'];

const periodView: View = defineView({
  type: 'FeePeriod',
  idType: 'fee_period',
  table: 'atrium.fee_period',
  nodeAccess: [READ],
  fields: {
    id: f.id('fee_period'),
    month: f.date('month'),
    state: f.column('state'),
    closedAt: f.instant('closed_at'),
    reopenReason: f.column('reopen_reason'),
  },
});

const PeriodList: ListTypes = defineList({
  view: periodView,
  node: FeePeriod,
  filters: { state: filter.enum('FeePeriodState', PeriodStateEnum, 'state', 'By where they stand.') },
  orders: { MONTH: { columns: [{ column: 'month', type: 'date' }], description: 'By month.' } },
  defaultOrder: { field: 'MONTH', direction: 'DESC' },
});

@Resolver()
export class LedgerResolver {
  constructor(private readonly periods: PeriodsService) {}

  @Allow(READ)
  @Query(() => PeriodList.Connection, { description: 'Months of the books that something was entered in.' })
  feePeriods(@Args({ type: () => PeriodList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(PeriodList.definition, info);
  }

  @Allow(READ)
  @Query(() => [AccountTotal], {
    description:
      'What was entered to each account from one month to another, both included; debits and credits are the same in all. Whoever is limited to some communities sees what was entered for them.',
  })
  async accountTotals(
    @Args('from', { description: 'First month, `YYYY-MM`.' }) from: string,
    @Args('to', { description: 'Last month, `YYYY-MM`.' }) to: string,
  ): Promise<AccountTotal[]> {
    const rows = await db().query<{ code: string; kind: string; item: string | null; debit: string; credit: string }>(
      `SELECT a.code, a.kind, a.fee_item_id AS item, sum(t.debit)::text AS debit, sum(t.credit)::text AS credit
       FROM atrium.fee_account_total t JOIN atrium.fee_account a ON a.tenant_id = t.tenant_id AND a.id = t.account_id
       WHERE t.month >= $1::date AND t.month <= $2::date GROUP BY 1, 2, 3 ORDER BY 1`,
      [readMonth(from, 'from').from, readMonth(to, 'to').from],
    );
    const { currency } = currentTenant();
    return rows.map(({ code, kind, item, debit, credit }) => ({
      code,
      kind,
      feeItem: item && ref('fee_item', item),
      debit: shownMoney(BigInt(debit), currency),
      credit: shownMoney(BigInt(credit), currency),
    }));
  }

  @Allow(feePermissions['ledger:close'])
  @Mutation(() => FeePeriodPayload, {
    description:
      'Closes a month (月结): it takes no entry any more, and what was billed ahead for it becomes revenue. CONFLICT while an earlier one is open.',
  })
  async closeFeeMonth(@Args('input') { month }: CloseFeeMonthInput): Promise<FeePeriodPayload> {
    return { period: ref('fee_period', await this.periods.close(month)) };
  }

  @Allow(feePermissions['ledger:close'])
  @Mutation(() => FeePeriodPayload, {
    description: 'Asks for a closed month to be reopened (反结账): the last closed one.',
  })
  async askToReopenFeeMonth(@Args('input') { month, reason }: AskToReopenFeeMonthInput): Promise<FeePeriodPayload> {
    return { period: ref('fee_period', await this.periods.askToReopen(month, reason)) };
  }

  @Allow(feePermissions['ledger:reopen'])
  @Mutation(() => FeePeriodPayload, {
    description: 'Approves or refuses that a month is reopened; not who asked for it.',
  })
  async decideFeeMonth(@Args('input') { month, approve }: DecideFeeMonthInput): Promise<FeePeriodPayload> {
    return { period: ref('fee_period', await this.periods.decide(month, approve)) };
  }
}
