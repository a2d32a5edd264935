import { IMPORT_KIND_METADATA, type ImportKind, type ImportKindDefinition } from '@atrium/sdk';
import { IMPORT_LABEL } from '../../observability/labels';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/** The kinds of the loaded modules with the classes that write their rows. */
@Injectable()
export class ImportKinds implements OnModuleInit {
  private readonly kinds = new Map<string, { definition: ImportKindDefinition; writer: ImportKind }>();

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (!metatype || !instance) continue;
      const definition = Reflect.getMetadata(IMPORT_KIND_METADATA, metatype) as ImportKindDefinition | undefined;
      if (!definition) continue;
      IMPORT_LABEL.declare(definition.name);
      this.kinds.set(definition.name, { definition, writer: instance as ImportKind });
    }
  }

  get(name: string): { definition: ImportKindDefinition; writer: ImportKind } {
    const found = this.kinds.get(name);
    if (!found) throw new Error(`No module provides the import kind ${name}`);
    return found;
  }
}
