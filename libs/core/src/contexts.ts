import type { ContextDefinition } from '@atrium/sdk';
import { appsContext } from './apps';
import { audiencesContext } from './audiences';
import { auditContext } from './audit';
import { customersContext } from './customers';
import { noticesContext } from './notices';
import { notificationsContext } from './notifications';
import { feesContext } from './fees/fees.context';
import { operatorsContext } from './operators';
import { portalContext } from './portal';
import { pluginViewsContext } from './plugin-views/plugin-views.context';
import { privacyContext } from './privacy';
import { propertiesContext } from './properties';
import { retentionContext } from './retention';
import { staffContext } from './staff';
import { surveysContext } from './surveys';
import { teamsContext } from './teams';
import { ticketsContext } from './tickets';
import { takeOverContext } from './take-over';
import { tenantLifeContext } from './tenant-life';
import { tenantsContext } from './tenants';
import { webhooksContext } from './webhooks';

/** Every context of the core, in the order in which later ones build on earlier ones. */
export const coreContexts: readonly ContextDefinition[] = [
  staffContext,
  tenantsContext,
  auditContext,
  operatorsContext,
  propertiesContext,
  teamsContext,
  customersContext,
  feesContext,
  audiencesContext,
  notificationsContext,
  surveysContext,
  ticketsContext,
  noticesContext,
  portalContext,
  appsContext,
  pluginViewsContext,
  tenantLifeContext,
  privacyContext,
  retentionContext,
  takeOverContext,
  webhooksContext,
];
