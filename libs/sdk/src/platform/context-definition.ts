import type { Type } from '@nestjs/common';
import type { PublicEvent } from '../events/public-event';
import type { RetentionRule } from '../retention/retention';
import type { EntityTarget, MigrationInterface, ObjectLiteral } from 'typeorm';

/** One bounded context as the apps assemble it: its Nest module, its entities and its migrations. */
export interface ContextDefinition {
  readonly name: string;
  readonly module: Type<unknown>;
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  /** Run in the order of the timestamps in their names, across contexts. */
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** How long its data is kept. */
  readonly retention?: readonly RetentionRule[];
  /** What of its events programs outside may be told. */
  readonly publicEvents?: readonly PublicEvent[];
}
