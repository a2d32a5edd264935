import { type DynamicModule, Module } from '@nestjs/common';
import type { ProcessOptions } from '../platform.tokens';
import { DeadLettersResolver } from './dead-letters.resolver';
import { JobReplayer } from './replay-jobs';

/** What failed for good, listed and replayed. */
@Module({})
export class DeadLettersModule {
  static forRoot({ role }: Pick<ProcessOptions, 'role'>): DynamicModule {
    return {
      module: DeadLettersModule,
      providers: [JobReplayer, ...(role === 'api' ? [DeadLettersResolver] : [])],
    };
  }
}
