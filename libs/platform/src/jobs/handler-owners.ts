import { Inject, Injectable, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper';
import { PROCESS, type ProcessOptions } from '../platform.tokens';

type NestModule = ModulesContainer extends Map<string, infer M> ? M : never;

/**
 * Which context or plugin a provider belongs to: the one whose module, or a module below that, has it. With the name of a
 * handler it makes a name that stays the same from one start to the next. What belongs to none is the platform's.
 */
@Injectable()
export class HandlerOwners {
  private owners: Map<NestModule, string> | null = null;

  constructor(
    private readonly modules: ModulesContainer,
    @Inject(PROCESS) private readonly process: Pick<ProcessOptions, 'contexts'>,
  ) {}

  ownerOf({ host }: InstanceWrapper): string {
    this.owners ??= this.read();
    return (host && this.owners.get(host as NestModule)) ?? 'platform';
  }

  private read(): Map<NestModule, string> {
    const roots = new Map<Type<unknown>, string>(this.process.contexts.map(({ name, module }) => [module, name]));
    const owners = new Map<NestModule, string>();
    const claim = (module: NestModule, name: string): void => {
      if (owners.has(module) || module.isGlobal) return;
      owners.set(module, name);
      for (const below of module.imports) if (!roots.has(below.metatype)) claim(below, name);
    };
    for (const module of this.modules.values()) {
      const name = roots.get(module.metatype);
      if (name !== undefined) claim(module, name);
    }
    return owners;
  }
}
