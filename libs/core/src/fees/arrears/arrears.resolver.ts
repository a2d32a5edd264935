import { Allow, currentTenant, IdArg, type Money, ref } from '@atrium/sdk';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { Collectors } from './collectors';
import { feePermissions } from '../fees.permissions';
import { shownMoney } from '../money';
import { readMonth, today } from '../today';
import {
  ArrearsReport,
  type ArrearsRow,
  type FeeReportBy,
  FeeReportByEnum,
  FeeRatesReport,
  type FeeRatesRow,
} from './arrears.types';
import { addUp, ageingBy, type Figures, ratesBy } from './measure';
import { snapshotOf } from './rate-snapshots';
import { rateText } from './rates.policy';

const READ = feePermissions['fee:read'];
const BY = { type: () => FeeReportByEnum, description: 'What rows are of.' };
const COMMUNITY = { nullable: true, description: 'Of this community; of all that the caller sees when left out.' };

@Resolver()
export class ArrearsResolver {
  @Allow(READ)
  @Query(() => ArrearsReport, {
    description:
      'What is owing today by days since it was due, late fees and costs included as far as they are posted.',
  })
  async arrears(
    @Args('by', BY) by: FeeReportBy,
    @IdArg('communityId', 'community', COMMUNITY) communityId: string | null,
  ): Promise<ArrearsReport> {
    const asOf = today();
    const all = await ageingBy(asOf, communityId ? [communityId] : null);
    return { asOf, rows: group(all, by).map((one) => arrearsRow(one, by)), total: arrearsRow(sumOf(all), null) };
  }

  @Allow(READ)
  @Query(() => FeeRatesReport, {
    description:
      'Collection, household and recovery rate of a month: as they were kept when it was over, or as they stand now. Charges belong to the month that their period begins in.',
  })
  async feeRates(
    @Args('month', { description: 'The month, `YYYY-MM`.' }) text: string,
    @Args('by', BY) by: FeeReportBy,
    @IdArg('communityId', 'community', COMMUNITY) communityId: string | null,
    @Args('snapshot', { type: () => Boolean, defaultValue: false, description: 'As they were kept?' })
    snapshot: boolean,
  ): Promise<FeeRatesReport> {
    const month = readMonth(text, 'month');
    const all = await (snapshot ? snapshotOf : ratesBy)(month, communityId ? [communityId] : null);
    const rows = group(all, by).map((one) => ratesRow(one, by));
    return { month: month.from, isSnapshot: snapshot, rows, total: ratesRow(sumOf(all), null) };
  }

  @Allow(READ)
  @Query(() => ArrearsReport, {
    description: 'What is owing today, a row for each who collects it; what nobody collects is the row without one.',
  })
  async arrearsByCollector(
    @IdArg('communityId', 'community', COMMUNITY) communityId: string | null,
  ): Promise<ArrearsReport> {
    const asOf = today();
    const all = await ageingBy(asOf, communityId ? [communityId] : null, true);
    const rows = (await groupByCollector(all)).map(([id, one]) => ({ ...arrearsRow(one, null), ...collectorOf(id) }));
    return { asOf, rows, total: arrearsRow(sumOf(all), null) };
  }

  @Allow(READ)
  @Query(() => FeeRatesReport, {
    description: 'Rates of a month as they stand now, a row for each who collects there.',
  })
  async feeRatesByCollector(
    @Args('month', { description: 'The month, `YYYY-MM`.' }) text: string,
    @IdArg('communityId', 'community', COMMUNITY) communityId: string | null,
  ): Promise<FeeRatesReport> {
    const month = readMonth(text, 'month');
    const all = await ratesBy(month, communityId ? [communityId] : null, true);
    const rows = (await groupByCollector(all)).map(([id, one]) => ({ ...ratesRow(one, null), ...collectorOf(id) }));
    return { month: month.from, isSnapshot: false, rows, total: ratesRow(sumOf(all), null) };
  }
}

/** Figures of buildings as one row for each collector, those of nobody last. */
async function groupByCollector(all: readonly Figures[]): Promise<(readonly [string | null, Figures])[]> {
  const collectors = await Collectors.load();
  const groups = Map.groupBy(all, (one) => collectors.of(one));
  return [...groups]
    .map(([id, theirs]) => [id, sumOf(theirs)] as const)
    .toSorted(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
}

/** Rows of a kind. Units are counted over all items: rows of items have none. */
function group(all: readonly Figures[], by: FeeReportBy): Figures[] {
  if (by === 'COMMUNITY') return addUp(all, ({ communityId }) => communityId);
  const ofItems = all.filter(({ feeItemId }) => feeItemId !== null);
  return by === 'FEE_ITEM'
    ? addUp(ofItems, ({ feeItemId }) => feeItemId!)
    : addUp(ofItems, ({ communityId, feeItemId }) => `${communityId} ${feeItemId!}`);
}

const NONE: Figures = {
  ...{ communityId: '', feeItemId: null, buildingId: null, charged: 0n, paid: 0n, recovered: 0n, stillOwing: 0n },
  ...{ units: 0n, settledUnits: 0n, ageing: [0n, 0n, 0n, 0n, 0n, 0n] },
};
const sumOf = (all: readonly Figures[]): Figures => addUp([NONE, ...all], () => '')[0]!;

const money = (amount: bigint): Money => shownMoney(amount, currentTenant().currency);

const placeOf = ({ communityId, feeItemId }: Figures, by: FeeReportBy | null) => ({
  community: by === null || by === 'FEE_ITEM' ? null : ref('community', communityId),
  feeItem: by === null || by === 'COMMUNITY' || feeItemId === null ? null : ref('fee_item', feeItemId),
  collector: null,
});

const collectorOf = (id: string | null) => ({ collector: id && ref('staff', id) });

function arrearsRow(one: Figures, by: FeeReportBy | null): ArrearsRow {
  const [notDue, days0To30, days31To90, days91To180, days181To365, over365Days] = one.ageing.map(money);
  return {
    ...placeOf(one, by),
    notDue: notDue!,
    days0To30: days0To30!,
    days31To90: days31To90!,
    days91To180: days91To180!,
    days181To365: days181To365!,
    over365Days: over365Days!,
    total: money(one.ageing.reduce((sum, amount) => sum + amount, 0n)),
  };
}

function ratesRow(one: Figures, by: FeeReportBy | null): FeeRatesRow {
  const { charged, paid, recovered, stillOwing, units, settledUnits } = one;
  const counted = by === null || by === 'COMMUNITY';
  return {
    ...placeOf(one, by),
    charged: money(charged),
    paid: money(paid),
    collectionRate: rateText({ part: paid, whole: charged }),
    units: counted ? String(units) : null,
    settledUnits: counted ? String(settledUnits) : null,
    householdRate: counted ? rateText({ part: settledUnits, whole: units }) : null,
    recovered: money(recovered),
    stillOwing: money(stillOwing),
    recoveryRate: rateText({ part: recovered, whole: recovered + stillOwing }),
  };
}
