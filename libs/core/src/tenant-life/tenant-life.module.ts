import { Module } from '@nestjs/common';
import { ErasureResolver } from './erasure/erasure.resolver';
import { StandingResolver } from './standing/standing.resolver';

@Module({ providers: [StandingResolver, ErasureResolver] })
export class TenantLifeModule {}
