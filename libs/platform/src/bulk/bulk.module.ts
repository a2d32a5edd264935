import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { ProcessOptions } from '../platform.tokens';
import { ExportResolver } from './export/export.resolver';
import { ExportRunner } from './export/export-runner';
import { registerExports } from './export/export.types';
import { ImportKinds } from './import/import-kinds';
import { ImportResolver } from './import/import.resolver';
import { ImportRunner } from './import/import-runner';
import { registerImportKinds } from './import/import.types';
import { BulkRunner } from './job/bulk-runner';
import { ArchiveRunner } from '../tenancy/archive-runner';
import { TenantExportResolver } from '../tenancy/tenant-export.resolver';
import { JobErrorsField, JobResolver } from './job/job.resolver';

/** Imports and exports. The kinds are those of the contexts that are loaded by now. */
@Module({})
export class BulkModule {
  static forRoot({ role }: Pick<ProcessOptions, 'role'>): DynamicModule {
    const resolvers = [ImportResolver, ExportResolver, JobResolver, JobErrorsField, TenantExportResolver];
    registerImportKinds();
    registerExports();
    return {
      module: BulkModule,
      imports: [DiscoveryModule],
      providers: [
        ImportKinds,
        ImportRunner,
        ExportRunner,
        ArchiveRunner,
        BulkRunner,
        ...(role === 'api' ? resolvers : []),
      ],
    };
  }
}
