import { defineExport, defineMessages } from '@atrium/sdk';
import { CustomerList, OccupancyList } from './customers.lists';

const messages = defineMessages('customerExport', {
  customers: { en: 'Customers', 'zh-CN': '客户' },
  occupancies: { en: 'Occupancies', 'zh-CN': '入住关系' },
  code: { en: 'Customer number', 'zh-CN': '客户编号' },
  name: { en: 'Name', 'zh-CN': '姓名' },
  kind: { en: 'Kind', 'zh-CN': '类型' },
  contacts: { en: 'Contacts', 'zh-CN': '联系方式' },
  community: { en: 'Community', 'zh-CN': '项目' },
  language: { en: 'Preferred language', 'zh-CN': '首选语言' },
  externalId: { en: 'External id', 'zh-CN': '外部编号' },
  building: { en: 'Building', 'zh-CN': '楼栋' },
  unit: { en: 'Unit', 'zh-CN': '房号' },
  relation: { en: 'Relation', 'zh-CN': '与房屋关系' },
  startsOn: { en: 'From', 'zh-CN': '开始日期' },
  endsOn: { en: 'To', 'zh-CN': '结束日期' },
  share: { en: 'Share', 'zh-CN': '份额' },
  paysFees: { en: 'Pays fees', 'zh-CN': '缴费' },
});

/** Contacts are masked for who may not read them, as everywhere. */
export const customersExport = defineExport({
  name: 'CUSTOMERS',
  permission: 'customer:read',
  title: messages.customers,
  list: CustomerList,
  columns: {
    code: { title: messages.code, path: 'code' },
    name: { title: messages.name, path: 'name' },
    kind: { title: messages.kind, path: 'kind' },
    contacts: { title: messages.contacts, path: 'contacts.value' },
    community: { title: messages.community, path: 'community.name' },
    language: { title: messages.language, path: 'preferredLanguage' },
    externalId: { title: messages.externalId, path: 'externalId' },
  },
});

export const occupanciesExport = defineExport({
  name: 'OCCUPANCIES',
  permission: 'customer:read',
  title: messages.occupancies,
  list: OccupancyList,
  columns: {
    community: { title: messages.community, path: 'unit.community.name' },
    building: { title: messages.building, path: 'unit.building.code' },
    unit: { title: messages.unit, path: 'unit.code' },
    code: { title: messages.code, path: 'customer.code' },
    name: { title: messages.name, path: 'customer.name' },
    relation: { title: messages.relation, path: 'kind' },
    startsOn: { title: messages.startsOn, path: 'startsOn' },
    endsOn: { title: messages.endsOn, path: 'endsOn' },
    share: { title: messages.share, path: 'share', type: 'NUMBER' },
    paysFees: { title: messages.paysFees, path: 'paysFees' },
  },
});
