import { Module } from '@nestjs/common';
import { BuildingResolver } from './building/building.resolver';
import { BuildingsService } from './building/buildings.service';
import { CommonAreaResolver } from './common-area/common-area.resolver';
import { CommonAreasService } from './common-area/common-areas.service';
import { CommunitiesService } from './community/communities.service';
import { CommunityResolver } from './community/community.resolver';
import { EquipmentResolver } from './equipment/equipment.resolver';
import { EquipmentService } from './equipment/equipment.service';
import { PropertyImport } from './import/property-import';
import { PropertyUpserts } from './import/property-upserts';
import { PropertiesResolver, propertyListFields } from './properties.resolver';
import { PropertySearchResolver } from './search/search.resolver';
import { SectionResolver } from './section/section.resolver';
import { SectionsService } from './section/sections.service';
import { UnitResolver } from './unit/unit.resolver';
import { UnitsService } from './unit/units.service';

const services = [
  CommunitiesService,
  BuildingsService,
  SectionsService,
  UnitsService,
  CommonAreasService,
  EquipmentService,
  PropertyUpserts,
];

@Module({
  providers: [
    ...services,
    PropertyImport,
    PropertiesResolver,
    PropertySearchResolver,
    CommunityResolver,
    BuildingResolver,
    SectionResolver,
    UnitResolver,
    CommonAreaResolver,
    EquipmentResolver,
    ...propertyListFields,
  ],
  exports: [...services, PropertyImport],
})
export class PropertiesModule {}
