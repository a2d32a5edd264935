import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Provisioning } from './provisioning';
import { SignUpTenant } from './sign-up-tenant';
import { TenantsResolver } from './tenants.resolver';
import { UsageResolver } from './usage.resolver';
import { UpdateTenant } from './update-tenant';
import { ViewerResolver } from './viewer.resolver';

@Module({
  imports: [DiscoveryModule],
  providers: [Provisioning, SignUpTenant, TenantsResolver, UpdateTenant, UsageResolver, ViewerResolver],
})
export class TenantsModule {}
