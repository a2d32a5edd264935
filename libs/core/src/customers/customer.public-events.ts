import { type PublicEvent, publicEvent, publicField } from '@atrium/sdk';
import { customerEvents as events } from './customer.events';
import { CustomerKind } from './customer/customer-kind';
import { customerPermissions } from './customers.permissions';
import { OccupancyKind } from './occupancy/occupancy.policy';

const permission = customerPermissions['customer:read'];
const { id, code, day, nullable } = publicField;
const words = (values: Record<string, string>) => code(...(Object.values(values) as [string, ...string[]]));
const customerId = id('customer');
const merge = { customerId, duplicateId: id('customer'), mergeId: id('customer_merge') };
const occupancy = {
  occupancyId: id('occupancy'),
  unitId: id('unit'),
  customerId,
  kind: words(OccupancyKind),
  startsOn: nullable(day()),
  endsOn: nullable(day()),
  transferId: nullable(id('unit_transfer')),
};
const ofCustomer = { customer: 'customerId' } as const;
const ofUnit = { unit: 'unitId' } as const;

/** What of customers programs outside may be told: of people their ids alone. */
export const customerPublicEvents: readonly PublicEvent[] = [
  publicEvent(events.customerCreated, {
    description: { en: 'A customer was entered.', 'zh-CN': '新增客户。' },
    ...{ permission, place: ofCustomer, data: { customerId, kind: words(CustomerKind) } },
  }),
  publicEvent(events.customerUpdated, {
    description: { en: 'A customer was changed.', 'zh-CN': '客户信息变更。' },
    ...{ permission, place: ofCustomer, data: { customerId } },
  }),
  publicEvent(events.customerMerged, {
    description: { en: 'A duplicate was merged into a customer.', 'zh-CN': '重复客户已合并。' },
    ...{ permission, place: ofCustomer, data: merge },
  }),
  publicEvent(events.customerMergeUndone, {
    description: { en: 'The merge of a duplicate was undone.', 'zh-CN': '客户合并已撤销。' },
    ...{ permission, place: ofCustomer, data: merge },
  }),
  publicEvent(events.occupancyStarted, {
    description: { en: 'A customer owns, rents or lives in a unit.', 'zh-CN': '客户与房屋建立关系。' },
    ...{ permission, place: ofUnit, data: occupancy },
  }),
  publicEvent(events.occupancyEnded, {
    description: { en: 'The end of an occupancy is known.', 'zh-CN': '客户与房屋的关系已确定终止。' },
    ...{ permission, place: ofUnit, data: occupancy },
  }),
  publicEvent(events.occupancyRemoved, {
    description: { en: 'An occupancy that was entered by mistake was removed.', 'zh-CN': '误录的房屋关系已删除。' },
    ...{ permission, place: ofUnit, data: occupancy },
  }),
  publicEvent(events.unitTransferred, {
    description: { en: 'A unit has changed hands.', 'zh-CN': '房屋已过户。' },
    ...{
      permission,
      place: ofUnit,
      data: { transferId: id('unit_transfer'), unitId: id('unit'), transferredOn: day() },
    },
  }),
];
