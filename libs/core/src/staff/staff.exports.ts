import { defineExport, defineMessages } from '@atrium/sdk';
import { staffImport } from './import/staff-import.fields';
import { StaffList } from './member/staff.view';
import { staffPermissions } from './staff.permissions';

const messages = defineMessages('staffExport', {
  title: { en: 'Staff', 'zh-CN': '员工' },
  status: { en: 'Status', 'zh-CN': '状态' },
});

const { fields } = staffImport;

// The headers are those of the import, so that an export can be changed and imported again.
export const staffExport = defineExport({
  name: 'STAFF',
  permission: staffPermissions['staff:read'],
  title: messages.title,
  list: StaffList,
  columns: {
    name: { title: fields.name.title, path: 'name' },
    email: { title: fields.email.title, path: 'email' },
    phone: { title: fields.phone.title, path: 'phone' },
    employeeNumber: { title: fields.employeeNumber.title, path: 'employeeNumber' },
    externalId: { title: fields.externalId.title, path: 'externalId' },
    language: { title: fields.language.title, path: 'locale' },
    roles: { title: fields.roles.title, path: 'roles.name' },
    // By those who keep teams, who extend the view of staff.
    teams: { title: fields.teams.title, path: 'teams.name', permission: 'team:read' },
    status: { title: messages.status, path: 'status' },
  },
});
