import { defineView, f } from '@atrium/sdk';

/** Row-level security leaves one row: the caller's own company. */
export const tenantView = defineView({
  type: 'Tenant',
  idType: 'tenant',
  table: 'atrium.tenant',
  nodeAccess: 'signedIn',
  forCustomers: ['id', 'slug', 'name', 'locale', 'timeZone', 'currency', 'branding'],
  fields: {
    id: f.id('tenant'),
    slug: f.column('slug'),
    name: f.column('name'),
    locale: f.column('locale'),
    timeZone: f.column('time_zone'),
    currency: f.column('currency'),
    status: f.column('status'),
    plan: f.column('plan'),
    branding: f.object({
      primaryColor: f.sql((tenant) => `${tenant}.branding ->> 'primaryColor'`),
      logoUrl: f.sql((tenant) => `${tenant}.branding ->> 'logoUrl'`),
    }),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
  },
});
