import './properties.segments';
import type { ContextDefinition } from '@atrium/sdk';
import { BuildingEntity } from './building/building.entity';
import { CommonAreaEntity } from './common-area/common-area.entity';
import { CommunityEntity } from './community/community.entity';
import { EquipmentEntity } from './equipment/equipment.entity';
import { Properties1700000020000 } from './migrations/1700000020000-properties';
import { UnitWords1700000250000 } from './migrations/1700000250000-unit-words';
import { NarrowBuildings1700000250030 } from './migrations/1700000250030-narrow-buildings';
import { KeysLast1700000500010 } from './migrations/1700000500010-keys-last';
import './properties.exports';
import { PropertiesModule } from './properties.module';
import { propertyPublicEvents } from './property.public-events';
import { SectionEntity } from './section/section.entity';
import { UnitEntity } from './unit/unit.entity';

export const propertiesContext: ContextDefinition = {
  name: 'properties',
  module: PropertiesModule,
  entities: [CommunityEntity, BuildingEntity, SectionEntity, UnitEntity, CommonAreaEntity, EquipmentEntity],
  migrations: [Properties1700000020000, UnitWords1700000250000, NarrowBuildings1700000250030, KeysLast1700000500010],
  publicEvents: propertyPublicEvents,
};
