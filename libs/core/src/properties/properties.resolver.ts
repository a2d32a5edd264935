import { Allow, IdArg, listField, readList, readOne } from '@atrium/sdk';
import { Args, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Building } from './building/building.type';
import { CommonArea } from './common-area/common-area.type';
import { Community } from './community/community.type';
import { Equipment } from './equipment/equipment.type';
import {
  BuildingList,
  buildingView,
  CommonAreaList,
  commonAreaView,
  CommunityList,
  communityView,
  EquipmentList,
  equipmentView,
  SectionList,
  sectionView,
  UnitList,
  unitView,
} from './properties.views';
import { Section } from './section/section.type';
import { Unit } from './unit/unit.type';

/** Reads of the register: every list with its filter, and every object by id. */
@Resolver()
export class PropertiesResolver {
  @Allow('property:read')
  @Query(() => CommunityList.Connection, { description: 'Communities (项目/小区).' })
  communities(@Args({ type: () => CommunityList.Args }) _args: object, @Info() info: GraphQLResolveInfo) {
    return readList(CommunityList.definition, info);
  }

  @Allow('property:read')
  @Query(() => Community, { description: 'One community.' })
  community(
    @IdArg('id', 'community', { description: 'Id of a community.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readOne(communityView, id, info);
  }

  @Allow('property:read')
  @Query(() => BuildingList.Connection, { description: 'Buildings (楼栋), garages and outdoor areas.' })
  buildings(@Args({ type: () => BuildingList.Args }) _args: object, @Info() info: GraphQLResolveInfo) {
    return readList(BuildingList.definition, info);
  }

  @Allow('property:read')
  @Query(() => Building, { description: 'One building.' })
  building(
    @IdArg('id', 'building', { description: 'Id of a building.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readOne(buildingView, id, info);
  }

  @Allow('property:read')
  @Query(() => SectionList.Connection, { description: 'Sections (单元) of buildings.' })
  sections(@Args({ type: () => SectionList.Args }) _args: object, @Info() info: GraphQLResolveInfo) {
    return readList(SectionList.definition, info);
  }

  @Allow('property:read')
  @Query(() => Section, { description: 'One section.' })
  section(@IdArg('id', 'section', { description: 'Id of a section.' }) id: string, @Info() info: GraphQLResolveInfo) {
    return readOne(sectionView, id, info);
  }

  @Allow('property:read')
  @Query(() => UnitList.Connection, {
    description: 'Units (房屋): homes, offices, shops, parking spaces, storage rooms.',
  })
  units(@Args({ type: () => UnitList.Args }) _args: object, @Info() info: GraphQLResolveInfo) {
    return readList(UnitList.definition, info);
  }

  @Allow('property:read')
  @Query(() => Unit, { description: 'One unit.' })
  unit(@IdArg('id', 'unit', { description: 'Id of a unit.' }) id: string, @Info() info: GraphQLResolveInfo) {
    return readOne(unitView, id, info);
  }

  @Allow('property:read')
  @Query(() => CommonAreaList.Connection, { description: 'Common areas (公共区域).' })
  commonAreas(@Args({ type: () => CommonAreaList.Args }) _args: object, @Info() info: GraphQLResolveInfo) {
    return readList(CommonAreaList.definition, info);
  }

  @Allow('property:read')
  @Query(() => CommonArea, { description: 'One common area.' })
  commonArea(
    @IdArg('id', 'common_area', { description: 'Id of a common area.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readOne(commonAreaView, id, info);
  }

  @Allow('property:read')
  @Query(() => EquipmentList.Connection, { description: 'Equipment (设备): elevators, pumps, fire systems.' })
  equipment(@Args({ type: () => EquipmentList.Args }) _args: object, @Info() info: GraphQLResolveInfo) {
    return readList(EquipmentList.definition, info);
  }

  @Allow('property:read')
  @Query(() => Equipment, { description: 'One piece of equipment.' })
  equipmentItem(
    @IdArg('id', 'equipment', { description: 'Id of a piece of equipment.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readOne(equipmentView, id, info);
  }
}

const below = (
  parent: new () => object,
  foreignKey: string,
  lists: Readonly<Record<string, [list: Parameters<typeof listField>[2], description: string]>>,
) =>
  Object.entries(lists).map(([name, [list, description]]) =>
    listField(parent, name, list, { description, foreignKey }),
  );

/** The nested lists: `Community.buildings`, `Building.units` and so on. */
export const propertyListFields = [
  ...below(Community, 'community_id', {
    buildings: [BuildingList, 'Its buildings.'],
    sections: [SectionList, 'Sections of its buildings.'],
    units: [UnitList, 'Its units.'],
    commonAreas: [CommonAreaList, 'Its common areas, those in buildings too.'],
    equipment: [EquipmentList, 'Its equipment, that in buildings too.'],
  }),
  ...below(Building, 'building_id', {
    sections: [SectionList, 'Its sections.'],
    units: [UnitList, 'Its units, those in sections too.'],
    commonAreas: [CommonAreaList, 'Its common areas.'],
    equipment: [EquipmentList, 'Its equipment.'],
  }),
  ...below(Section, 'section_id', { units: [UnitList, 'Its units.'] }),
];
