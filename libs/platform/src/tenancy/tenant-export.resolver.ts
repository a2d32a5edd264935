import {
  AllowWhileSuspended,
  definePermissions,
  IdempotencyKeyField,
  Jobs,
  ref,
  type Ref,
  ValueField,
} from '@atrium/sdk';
import { Args, Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { bulkJob } from '../bulk/job/bulk-job';
import { insertJob } from '../bulk/job/job-record';
import { Job } from '../bulk/job/job.type';

export const archivePermissions = definePermissions({
  'tenant:export': {
    description: {
      en: 'Take everything the company has away as one archive.',
      'zh-CN': '将公司的全部数据导出为一个归档文件。',
    },
    roles: [],
    forApiClients: false,
    wholeCompany: true,
  },
});

@InputType({ description: 'What the archive of a company holds.' })
export class StartTenantExportInput {
  @ValueField(() => Boolean, {
    description: 'With the contents of uploaded files? Default true; their names and sizes are in it anyway.',
    nullable: true,
  })
  includeFiles?: boolean | null;
  @IdempotencyKeyField()
  idempotencyKey?: string;
}

@ObjectType({ description: 'An archive that was begun.' })
export class StartTenantExportPayload {
  @Field(() => Job, { description: 'The job that writes it; its `resultFile` is the archive, kept for seven days.' })
  job: Ref;
}

@Resolver()
export class TenantExportResolver {
  constructor(private readonly jobs: Jobs) {}

  // A company that is suspended may leave.
  @AllowWhileSuspended(archivePermissions['tenant:export'])
  @Mutation(() => StartTenantExportPayload, {
    description:
      'Writes everything the company has to one zip archive, as a job: every table as JSON Lines, files, and a manifest with counts and hashes. Password hashes, tokens and sealed identity numbers are left out. FORBIDDEN for whoever is limited to some communities.',
  })
  async startTenantExport(@Args('input') { includeFiles }: StartTenantExportInput): Promise<StartTenantExportPayload> {
    const parameters = { withFiles: includeFiles ?? true };
    const id = await insertJob({ kind: 'TENANT_EXPORT', subject: 'TENANT', parameters });
    await this.jobs.enqueue(bulkJob, { id });
    return { job: ref('job', id) };
  }
}
