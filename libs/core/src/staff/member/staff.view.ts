import { type ArrayField, defineList, defineView, f, filter } from '@atrium/sdk';
import { dataScopeField } from '../scope/data-scope.view';
import { staffPermissions } from '../staff.permissions';
import { roleView } from '../role/role.view';
import { Staff, StaffStatus } from './staff.type';

const roles: ArrayField = {
  kind: 'array',
  view: () => roleView,
  link: (staff, role) =>
    `${role}.tenant_id = ${staff}.tenant_id AND ${role}.id IN (SELECT held.role_id FROM atrium.staff_role held
      WHERE held.tenant_id = ${staff}.tenant_id AND held.staff_id = ${staff}.id)`,
  orderBy: (role) => `${role}.sort_key`,
};

const lastSignIn = (staff: string): string =>
  `(SELECT max(started.created_at) FROM atrium.staff_session started
    WHERE started.tenant_id = ${staff}.tenant_id AND started.staff_id = ${staff}.id)`;

export const staffView = defineView({
  type: 'Staff',
  idType: 'staff',
  table: 'atrium.staff',
  nodeAccess: [staffPermissions['staff:read'], staffPermissions['staff:manage']],
  fields: {
    id: f.id('staff'),
    name: f.column('name'),
    email: f.column('email'),
    phone: f.column('phone'),
    employeeNumber: f.column('employee_number'),
    externalId: f.column('external_id'),
    locale: f.column('locale'),
    status: f.column('status'),
    roles,
    dataScope: dataScopeField('staff_id'),
    lastSignInAt: f.sql((staff) => `to_char(${lastSignIn(staff)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
    updatedAt: f.instant('updated_at'),
  },
});

export const StaffList = defineList({
  view: staffView,
  node: Staff,
  filters: {
    email: filter.text('email_lower', 'E-mail address in lower case.'),
    employeeNumber: filter.text('employee_number', 'Number of the company’s own.'),
    externalId: filter.text('external_id', 'Key in another system.'),
    status: filter.enum('StaffStatus', StaffStatus, 'status', 'Where the account stands.'),
    role: filter.related(
      'role',
      'Holds this role.',
      (staff, ids) =>
        `${staff}.id IN (SELECT held.staff_id FROM atrium.staff_role held
          WHERE held.tenant_id = ${staff}.tenant_id AND held.role_id = ANY (${ids}))`,
    ),
  },
  orders: {
    NAME: { columns: [{ column: 'sort_key', type: 'text' }], description: 'As people sort names.' },
    CREATED_AT: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'When the account was made.' },
  },
  defaultOrder: { field: 'NAME' },
});
