import { Module } from '@nestjs/common';
import { ErasureResolver } from './erasure/erasure.resolver';
import { StandingResolver } from './standing/standing.resolver';
import { TenantStanding } from './standing/tenant-standing';

@Module({ providers: [TenantStanding, StandingResolver, ErasureResolver] })
export class TenantLifeModule {}
