import type { ContextDefinition } from '@atrium/sdk';
import type { MigrationClass } from './data-source';
import { Files1700000040000 } from '../files/migrations/1700000040000-files';
import { FileChanges1700000160020 } from '../files/migrations/1700000160020-file-changes';
import { ReleaseFiles1700000521000 } from '../files/migrations/1700000521000-release-files';
import { FilesOfCustomers1700000561520 } from '../files/migrations/1700000561520-files-of-customers';
import { ReleaseFilesAnywhere1700000600000 } from '../files/migrations/1700000600000-release-files-anywhere';
import { IdempotencyKey1700000005000 } from '../graphql/migrations/1700000005000-idempotency-key';
import { Quotas1700000140000 } from '../quotas/migrations/1700000140000-quotas';
import { WholeQuotas1700000600040 } from '../quotas/migrations/1700000600040-whole-quotas';
import { CostBudget1700000150000 } from '../throttle/migrations/1700000150000-cost-budget';
import { NetworkUse1700000290000 } from '../throttle/migrations/1700000290000-network-use';
import { LifeOfTenants1700000140020 } from '../tenancy/migrations/1700000140020-life-of-tenants';
import { ClosedTenants1700000300000 } from '../tenancy/migrations/1700000300000-closed-tenants';
import { BulkJobs1700000045000 } from '../bulk/migrations/1700000045000-bulk-jobs';
import { Realtime1700000160000 } from '../realtime/migrations/1700000160000-realtime';
import { DeadLetters1700000100100 } from '../dead-letters/migrations/1700000100100-dead-letters';
import { Events1700000100000 } from '../events/migrations/1700000100000-events';
import { Schedules1700000100200 } from '../schedules/migrations/1700000100200-schedules';
import { PluginHealth1700000601000 } from '../plugin-host/migrations/1700000601000-plugin-health';
import { Plugins1700000110000 } from '../plugin-host/migrations/1700000110000-plugins';
import { SegmentViews1700000400010 } from '../plugin-host/migrations/1700000400010-segment-views';
import { AuditWithoutWords1700000250020 } from './migrations/1700000250020-audit-without-words';
import { Foundation1700000000000 } from './migrations/1700000000000-foundation';
import { Backlog1700000260000 } from '../observability/migrations/1700000260000-backlog';
import { LightStatistics1700000500000 } from './migrations/1700000500000-light-statistics';
import { Statistics1700000001000 } from './migrations/1700000001000-statistics';

/** Migrations of the platform's own tables; contexts bring theirs. */
export const platformMigrations: readonly MigrationClass[] = [
  Foundation1700000000000,
  Statistics1700000001000,
  IdempotencyKey1700000005000,
  Files1700000040000,
  BulkJobs1700000045000,
  Quotas1700000140000,
  CostBudget1700000150000,
  Realtime1700000160000,
  Events1700000100000,
  DeadLetters1700000100100,
  Schedules1700000100200,
  Plugins1700000110000,
  LifeOfTenants1700000140020,
  FileChanges1700000160020,
  AuditWithoutWords1700000250020,
  ClosedTenants1700000300000,
  NetworkUse1700000290000,
  Backlog1700000260000,
  SegmentViews1700000400010,
  LightStatistics1700000500000,
  ReleaseFiles1700000521000,
  FilesOfCustomers1700000561520,
  ReleaseFilesAnywhere1700000600000,
  WholeQuotas1700000600040,
  PluginHealth1700000601000,
];

/** All migrations of an installation with these contexts; the runner orders them by the time in their names. */
export const migrationsOf = (contexts: readonly ContextDefinition[]): readonly MigrationClass[] => [
  ...platformMigrations,
  ...contexts.flatMap(({ migrations }) => migrations),
];
