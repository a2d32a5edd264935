import {
  context,
  defineList,
  defineView,
  f,
  filter,
  type ListTypes,
  type Message,
  type MessageParams,
  renderMessage,
  type View,
} from '@atrium/sdk';
import { communityView } from '../../properties';
import { assignmentView } from '../assignments/assignment.views';
import { feeItemView } from '../items/fee-item.views';
import { moneyField, moneyOf } from '../money';
import { BillingRun, BillingSkip, RunStateEnum, SharedCost } from './run.types';

const nodeAccess: readonly [string, ...string[]] = ['fee:read'];
const CURRENCY = (): string => '(SELECT tenant.currency FROM atrium.tenant)';

export const runView: View = defineView({
  type: 'BillingRun',
  idType: 'billing_run',
  table: 'atrium.billing_run',
  nodeAccess,
  fields: {
    id: f.id('billing_run'),
    month: f.date('month'),
    billedOn: f.date('billed_on'),
    communities: {
      kind: 'array',
      view: () => communityView,
      link: (run, c) => `${c}.tenant_id = ${run}.tenant_id AND ${c}.id = ANY (${run}.communities)`,
      orderBy: (c) => `${c}.sort_key, ${c}.id`,
    },
    feeItems: {
      kind: 'array',
      view: () => feeItemView,
      link: (run, i) => `${i}.tenant_id = ${run}.tenant_id AND ${i}.id = ANY (${run}.fee_items)`,
      orderBy: (i) => `${i}.sort_key, ${i}.id`,
    },
    state: f.column('state'),
    progress: f.object({ done: f.column('done'), total: f.column('total') }),
    charges: f.column('charges'),
    amount: moneyOf((t) => `${t}.amount`, CURRENCY),
    skipped: f.column('skipped'),
    faults: f.column('faults'),
    failure: f.column('failure'),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
    finishedAt: f.instant('finished_at'),
  },
});

const worded = (value: unknown): string | null => {
  const told = value as { message: Message; params: MessageParams } | null;
  return told && renderMessage(told.message, context().locale, told.params);
};

export const skipView: View = defineView({
  type: 'BillingSkip',
  idType: 'billing_skip',
  table: 'atrium.billing_skip',
  nodeAccess,
  fields: {
    id: f.id('billing_skip'),
    assignment: f.one(() => assignmentView, 'assignment_id'),
    reason: f.column('reason'),
    startsOn: f.date('starts_on'),
    endsOn: f.date('ends_on'),
    message: f.sql((t) => `${t}.message`, worded),
  },
});

export const sharedCostView: View = defineView({
  type: 'SharedCost',
  idType: 'shared_cost',
  table: 'atrium.fee_shared_cost',
  nodeAccess,
  fields: {
    id: f.id('shared_cost'),
    feeItem: f.one(() => feeItemView, 'fee_item_id'),
    community: f.one(() => communityView, 'community_id'),
    startsOn: f.date('starts_on'),
    endsOn: f.date('ends_on'),
    amount: moneyField('amount'),
    note: f.column('note'),
  },
});

export const RunList: ListTypes = defineList({
  view: runView,
  node: BillingRun,
  filters: { state: filter.enum('BillingRunState', RunStateEnum, 'state', 'By where it stands.') },
  orders: {
    CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By when it was made.' },
  },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
});

export const SkipList: ListTypes = defineList({
  view: skipView,
  node: BillingSkip,
  filters: { run: filter.id('billing_run', 'run_id', 'Of this run.') },
  orders: { ID: { columns: [], description: 'By assignment, as the run met them.' } },
  defaultOrder: { field: 'ID' },
});

export const SharedCostList: ListTypes = defineList({
  view: sharedCostView,
  node: SharedCost,
  filters: {
    community: filter.id('community', 'community_id', 'Of this community.'),
    feeItem: filter.id('fee_item', 'fee_item_id', 'Of this fee item.'),
  },
  orders: { START: { columns: [{ column: 'starts_on', type: 'date' }], description: 'By the first day.' } },
  defaultOrder: { field: 'START', direction: 'DESC' },
});
