import { Module } from '@nestjs/common';
import { RetentionRunner } from './retention-runner';
import { RetentionTerms } from './retention-terms';
import { RetentionResolver } from './retention.resolver';

@Module({ providers: [RetentionTerms, RetentionRunner, RetentionResolver] })
export class RetentionModule {}
