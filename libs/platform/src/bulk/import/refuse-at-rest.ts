import { context } from '@atrium/sdk';
import { BulkFailure } from '../job/bulk-failure';
import { importMessages } from './import.messages';

/**
 * Asked at the start of a transaction that writes rows: its context holds the company's standing of that moment. A dry
 * run is one transaction that changes nothing: what happens while it runs does not concern it.
 *
 * @throws BulkFailure `TENANT_SUSPENDED` or `TENANT_CLOSED`: nothing of a suspended or closed company changes
 */
export function refuseAtRest(): void {
  const { tenant } = context();
  // A closed company is not found.
  if (!tenant) throw new BulkFailure('TENANT_CLOSED', importMessages.closed);
  if (tenant.status === 'SUSPENDED') throw new BulkFailure('TENANT_SUSPENDED', importMessages.suspended);
}
