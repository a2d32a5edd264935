import { Module } from '@nestjs/common';
import { TakeOverRunner } from './take-over-runner';
import { TakeOverResolver } from './take-over.resolver';
import { TakeOvers } from './take-overs';

@Module({ providers: [TakeOverRunner, TakeOvers, TakeOverResolver] })
export class TakeOverModule {}
