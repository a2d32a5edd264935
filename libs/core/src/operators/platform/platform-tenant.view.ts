import { defineList, defineView, f, filter } from '@atrium/sdk';
import { TenantStatusEnum } from '../../tenants';
import { PlatformTenant } from './platform-tenant.type';

/** Rows come from a function that answers only while a session of an operator is named. */
export const platformTenantView = defineView({
  type: 'PlatformTenant',
  idType: 'platform_tenant',
  table: 'platform.tenant_overview',
  fields: {
    // Operators name companies by the ids that companies know themselves by.
    id: f.id('tenant'),
    slug: f.column('slug'),
    name: f.column('name'),
    locale: f.column('locale'),
    timeZone: f.column('time_zone'),
    currency: f.column('currency'),
    status: f.column('status'),
    plan: f.column('plan'),
    quotas: f.sql((tenant) => `app.platform_quotas(${tenant}.id)`),
    supportUntil: f.instant('support_until'),
    createdAt: f.instant('created_at'),
  },
});

export const PlatformTenantList = defineList({
  view: platformTenantView,
  node: PlatformTenant,
  filters: {
    slug: filter.text('slug', 'Short name.'),
    status: filter.enum('TenantStatus', TenantStatusEnum, 'status', 'Where it stands.'),
    plan: filter.text('plan', 'Plan.'),
    supportGranted: filter.flag((tenant) => `${tenant}.support_until IS NOT NULL`, 'Does it let support in just now?'),
  },
  orders: {
    SLUG: { columns: [{ column: 'slug', type: 'text' }], description: 'Short name.' },
    CREATED_AT: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'When it signed up.' },
  },
  defaultOrder: { field: 'SLUG' },
});
