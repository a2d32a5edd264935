import { Allow, db, IdField, Jobs, notFound, readList } from '@atrium/sdk';
import { Args, Field, Info, InputType, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import type { GraphQLResolveInfo } from 'graphql';
import { DeadLetter } from './dead-letter.type';
import { DeadLetterList } from './dead-letter.view';
import { deadLetterPermissions } from './dead-letters.permissions';
import { replayJob } from './replay-jobs';

const MAX_REPLAYED = 200;

@InputType({ description: 'Failed work to try again.' })
export class ReplayDeadLettersInput {
  @IdField('deadletter', { list: true, description: `The dead letters, 1 to ${MAX_REPLAYED}.` })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_REPLAYED)
  ids: string[];
}

@ObjectType({ description: 'Failed work that is tried again.' })
export class ReplayDeadLettersPayload {
  @Field(() => Int, { description: 'How many: each has all its tries again.' })
  replayed: number;
}

@Resolver(() => DeadLetter)
export class DeadLettersResolver {
  constructor(private readonly jobs: Jobs) {}

  @Query(() => DeadLetterList.Connection, {
    description: 'Background work that failed at every try. Whoever is limited to communities sees none of it.',
  })
  @Allow(deadLetterPermissions['deadLetter:read'])
  deadLetters(
    @Args({ type: () => DeadLetterList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(DeadLetterList.definition, info);
  }

  @Mutation(() => ReplayDeadLettersPayload, {
    description: 'Has failed work tried again, as if for the first time. All of the ids are taken, or none.',
  })
  @Allow(deadLetterPermissions['deadLetter:replay'])
  async replayDeadLetters(@Args('input') { ids }: ReplayDeadLettersInput): Promise<ReplayDeadLettersPayload> {
    const wanted = [...new Set(ids)];
    const found = await db().query<{ id: string; kind: string }>(
      'SELECT id, kind FROM atrium.dead_letter WHERE id = ANY ($1::uuid[])',
      [wanted],
    );
    if (found.length < wanted.length) throw notFound('DeadLetter');
    const of = (kind: string): string[] => found.filter((one) => one.kind === kind).map(({ id }) => id);
    const [events, jobs] = [of('EVENT'), of('JOB')];
    if (events.length > 0) await db().query('SELECT app.replay_events($1::uuid[])', [events]);
    if (jobs.length > 0) await this.jobs.enqueue(replayJob, { ids: jobs });
    return { replayed: found.length };
  }
}
