import {
  AtriumError,
  db,
  defineMessages,
  IdArg,
  IdField,
  listField,
  notFound,
  readList,
  readOne,
  ref,
  type Ref,
  SignedIn,
  Watch,
} from '@atrium/sdk';
import { Args, Field, Info, InputType, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { jobTopic } from './job.topic';
import { Job } from './job.type';
import { JobErrorList, JobList, jobView } from './job.view';

const messages = defineMessages('job', {
  over: { en: 'The job is over: {state}.', 'zh-CN': '任务已结束：{state}。' },
});

const OWN = 'jobs are read and stopped only by who started them: a policy of the database';

@InputType({ description: 'A job to stop.' })
export class CancelJobInput {
  @IdField('job', { description: 'The job.' })
  id: string;
}

@ObjectType({ description: 'A job that was asked to stop.' })
export class CancelJobPayload {
  @Field(() => Job, { description: 'The job; it stops after the rows it is at.' })
  job: Ref;
}

@Resolver(() => Job)
export class JobResolver {
  @Query(() => Job, { description: 'One of the caller’s jobs.' })
  @SignedIn(OWN)
  job(@IdArg('id', 'job', { description: 'Its id.' }) id: string, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readOne(jobView, id, info);
  }

  @Query(() => JobList.Connection, { description: 'The caller’s jobs.' })
  @SignedIn(OWN)
  jobs(@Args({ type: () => JobList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(JobList.definition, info);
  }

  @SignedIn(OWN)
  @Watch(() => Job, { topic: jobTopic, key: 'id', description: 'One of the caller’s jobs, now and as it goes on.' })
  jobProgress(
    @IdArg('id', 'job', { description: 'Its id.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(jobView, id, info);
  }

  @Mutation(() => CancelJobPayload, { description: 'Stops a job. What it has done stays done.' })
  @SignedIn(OWN)
  async cancelJob(@Args('input') { id }: CancelJobInput): Promise<CancelJobPayload> {
    const [row] = await db().query<{ state: string }>('SELECT state FROM atrium.bulk_job WHERE id = $1 FOR UPDATE', [
      id,
    ]);
    if (!row) throw notFound('Job');
    if (row.state !== 'QUEUED' && row.state !== 'RUNNING') {
      throw new AtriumError('INVALID_TRANSITION', messages.over, {
        params: { state: row.state },
        extra: { allowed: [] },
      });
    }
    await db().execute('UPDATE atrium.bulk_job SET cancel_requested = true WHERE id = $1', [id]);
    return { job: ref('job', id) };
  }
}

export const JobErrorsField = listField(Job, 'errors', JobErrorList, {
  description: 'Rows that were refused, or taken with a warning.',
  foreignKey: 'job_id',
});
