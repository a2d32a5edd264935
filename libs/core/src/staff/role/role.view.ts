import { currentTenant, defineList, defineView, f, type ObjectField, type ReadyRole } from '@atrium/sdk';
import { staffPermissions } from '../staff.permissions';
import { fromMinor } from './compensation.policy';
import { permissionsOf } from './role.policy';
import { Role } from './role.type';

const staffCount = (role: string): string =>
  `(SELECT count(*)::int FROM atrium.staff_role held
    WHERE held.tenant_id = ${role}.tenant_id AND held.role_id = ${role}.id)`;

/** A column in the smallest unit of the company's currency. */
const money = (column: string): ObjectField =>
  f.object({
    amount: f.sql(
      (role) => `${role}.${column}::text`,
      (minor) => (minor === null ? null : fromMinor(BigInt(minor as string), currentTenant().currency)),
    ),
    currency: f.sql(
      (role) => `${role}.id`,
      () => currentTenant().currency,
    ),
  });

export const roleView = defineView({
  type: 'Role',
  idType: 'role',
  table: 'atrium.role',
  nodeAccess: [staffPermissions['staff:read'], staffPermissions['staff:manage'], staffPermissions['role:manage']],
  fields: {
    id: f.id('role'),
    name: f.column('name'),
    description: f.column('description'),
    readyMade: f.column('ready_key'),
    permissions: f.sql(
      (role) => `json_build_array(${role}.ready_key, ${role}.granted, ${role}.withheld)`,
      (value) => {
        const [readyKey, granted, withheld] = value as [ReadyRole | null, string[], string[]];
        return permissionsOf({ readyKey, granted, withheld });
      },
    ),
    secondFactorRequired: f.column('second_factor_required'),
    compensation: f.object(
      { perTicket: money('compensation_per_ticket'), perMonth: money('compensation_per_month') },
      (role) => `${role}.compensation_per_ticket`,
    ),
    staffCount: f.sql(staffCount),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
    updatedAt: f.instant('updated_at'),
  },
});

export const RoleList = defineList({
  view: roleView,
  node: Role,
  orders: { NAME: { columns: [{ column: 'sort_key', type: 'text' }], description: 'As people sort names.' } },
  defaultOrder: { field: 'NAME' },
});
