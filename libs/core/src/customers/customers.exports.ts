import { defineExport, defineMessages, type ExportColumn } from '@atrium/sdk';
import { CustomerList, OccupancyList } from './customers.lists';
import { customerFields, type CustomerFieldName } from './import/import.fields';

const messages = defineMessages('customerExport', {
  customers: { en: 'Customers', 'zh-CN': '客户' },
  occupancies: { en: 'Customers and occupancies', 'zh-CN': '客户与房屋关系' },
  code: { en: 'Customer number', 'zh-CN': '客户号' },
  document: { en: 'Document number (masked)', 'zh-CN': '证件号码（脱敏）' },
});

const column = (field: CustomerFieldName, path: string, type?: ExportColumn['type']): ExportColumn => ({
  title: customerFields[field].title,
  path,
  type,
});

// The headers are those of the import, so that an export can be changed and imported again: by readers who see phones
// and e-mails, for masked ones are refused there.
export const customersExport = defineExport({
  name: 'CUSTOMERS',
  permission: 'customer:read',
  title: messages.customers,
  list: CustomerList,
  columns: {
    code: { title: messages.code, path: 'code' },
    name: column('name', 'name'),
    phone: column('phone', 'phones.value'),
    email: column('email', 'emails.value'),
    kind: column('kind', 'kind'),
    document: { title: messages.document, path: 'identityDocuments.maskedNumber' },
    birthday: column('birthday', 'birthday'),
    language: column('language', 'preferredLanguage'),
    remarks: column('remarks', 'remarks'),
    customerExternalId: column('customerExternalId', 'externalId'),
    community: column('community', 'community.name'),
  },
});

export const occupanciesExport = defineExport({
  name: 'OCCUPANCIES',
  permission: 'customer:read',
  title: messages.occupancies,
  list: OccupancyList,
  columns: {
    community: column('community', 'unit.community.name'),
    building: column('building', 'unit.building.code'),
    section: column('section', 'unit.section.code'),
    unit: column('unit', 'unit.code'),
    name: column('name', 'customer.name'),
    phone: column('phone', 'customer.phones.value'),
    email: column('email', 'customer.emails.value'),
    customerExternalId: column('customerExternalId', 'customer.externalId'),
    relation: column('relation', 'kind'),
    startsOn: column('startsOn', 'startsOn'),
    lastDay: column('lastDay', 'lastDay'),
    share: column('share', 'share', 'NUMBER'),
    paysFees: column('paysFees', 'paysFees'),
    primaryContact: column('primaryContact', 'isPrimaryContact'),
    occupancyExternalId: column('occupancyExternalId', 'externalId'),
  },
});
