import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper';

type Method = (...args: never[]) => Promise<void>;

/** A decorated method of a provider. */
export interface DiscoveredHandler<M> {
  readonly wrapper: InstanceWrapper;
  readonly method: string;
  readonly metadata: M;
  readonly call: (...args: unknown[]) => Promise<void>;
}

/** Every method of the loaded providers that bears this metadata. */
export function* discoverHandlers<M>(
  discovery: DiscoveryService,
  scanner: MetadataScanner,
  key: string,
): Generator<DiscoveredHandler<M>> {
  for (const wrapper of discovery.getProviders()) {
    const instance = wrapper.instance as Record<string, unknown> | null;
    if (!wrapper.isDependencyTreeStatic() || instance === null || typeof instance !== 'object') continue;
    for (const method of scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object | null)) {
      const handler = instance[method] as Method;
      const metadata = Reflect.getMetadata(key, handler) as M | undefined;
      if (metadata) yield { wrapper, method, metadata, call: (...args) => handler.apply(instance, args as never[]) };
    }
  }
}
