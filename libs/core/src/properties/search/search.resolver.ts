import { Allow, readMany } from '@atrium/sdk';
import { Args, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Building } from '../building/building.type';
import { buildingView, unitView } from '../properties.views';
import { Unit } from '../unit/unit.type';
import { buildingsNear } from './near';
import { searchPlaces } from './search-places';
import { NearArgs, SearchArgs } from './search.args';

@Resolver()
export class PropertySearchResolver {
  @Allow('property:read')
  @Query(() => [Unit], { description: 'Units that answer to what was typed, best first.' })
  async searchUnits(@Args() { query, first }: SearchArgs, @Info() info: GraphQLResolveInfo) {
    return readMany(unitView, await searchPlaces('unit', query, first), info);
  }

  @Allow('property:read')
  @Query(() => [Building], { description: 'Buildings that answer to what was typed, best first.' })
  async searchBuildings(@Args() { query, first }: SearchArgs, @Info() info: GraphQLResolveInfo) {
    return readMany(buildingView, await searchPlaces('building', query, first), info);
  }

  @Allow('property:read')
  @Query(() => [Building], { description: 'Buildings within a distance of a point, nearest first.' })
  async buildingsNear(@Args() { point, radius, first }: NearArgs, @Info() info: GraphQLResolveInfo) {
    return readMany(buildingView, await buildingsNear(point, radius, first), info);
  }
}
