import {
  type NotificationDraft,
  Notifications,
  type NotificationType,
  systemActor,
  Transactions,
  type VariableSpecs,
} from '@atrium/sdk';
import type { TenantName, TestPlatform } from '@atrium/testing';

/** Sends as a context would, within a transaction of the tenant. */
export function send<V extends VariableSpecs>(
  platform: TestPlatform,
  type: NotificationType<V>,
  drafts: readonly NotificationDraft<V>[],
  tenant: TenantName = 'a',
): Promise<readonly string[]> {
  return inTransaction(platform, () => platform.api.get(Notifications).sendAll(type, drafts), tenant);
}

export const inTransaction = <T>(
  platform: TestPlatform,
  task: () => Promise<T>,
  tenant: TenantName = 'a',
): Promise<T> =>
  platform.api
    .get(Transactions)
    .run({ tenantId: platform.tenants[tenant].id, actor: systemActor('spec'), operation: 'spec' }, task);
