import { PROVISIONS_METADATA, type ProvisionStep, type TenantRef } from '@atrium/sdk';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';

const isStep = (value: unknown): value is ProvisionStep =>
  typeof (value as { provision?: unknown } | null)?.provision === 'function';

/** Gives a new tenant what every context has for it, in the transaction of the sign-up. */
@Injectable()
export class Provisioning implements OnModuleInit {
  private steps: readonly { name: string; order: number; step: ProvisionStep }[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const marked = this.discovery.getProviders().flatMap(({ metatype, instance, name }) => {
      const options = metatype && this.reflector.get<{ order: number } | undefined>(PROVISIONS_METADATA, metatype);
      if (!options) return [];
      if (!isStep(instance)) throw new Error(`${String(name)} is marked with @Provisions but has no provision()`);
      return [{ name: String(name), order: options.order, step: instance }];
    });
    // By name where the order is the same, so that every tenant is made alike.
    this.steps = marked.sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
  }

  async run(tenant: TenantRef): Promise<void> {
    for (const { step } of this.steps) await step.provision(tenant);
  }
}
