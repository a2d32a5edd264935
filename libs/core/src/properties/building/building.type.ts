import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Community } from '../community/community.type';
import { GeoPoint } from '../place/geo-point.type';

export enum BuildingKind {
  RESIDENTIAL = 'RESIDENTIAL',
  OFFICE = 'OFFICE',
  COMMERCIAL = 'COMMERCIAL',
  MIXED = 'MIXED',
  GARAGE = 'GARAGE',
  OUTDOOR = 'OUTDOOR',
  OTHER = 'OTHER',
}
registerEnumType(BuildingKind, {
  name: 'BuildingKind',
  description: 'What a building is for.',
  valuesMap: {
    RESIDENTIAL: { description: 'Homes (住宅楼).' },
    OFFICE: { description: 'Offices (写字楼).' },
    COMMERCIAL: { description: 'Shops (商业楼).' },
    MIXED: { description: 'Homes, offices or shops together (综合楼).' },
    GARAGE: { description: 'Parking, above or below ground (车库).' },
    OUTDOOR: { description: 'An area without a building, such as open-air parking (室外区域).' },
    OTHER: { description: 'Anything else, such as a guardhouse or a pump house.' },
  },
});

@ObjectType({ implements: () => Node, description: 'A building (楼栋) of a community, or a garage or outdoor area.' })
export class Building extends Node {
  @Field({ description: 'Number or name on the wall, unique in its community, e.g. `3栋`.' })
  code: string;
  @Field(() => String, { nullable: true, description: 'Name, where it has one besides its code.' })
  name: string | null;
  @Field(() => BuildingKind, { description: 'What it is for.' })
  kind: BuildingKind;
  @Field(() => String, { nullable: true, description: 'Postal address.' })
  address: string | null;
  @Field(() => String, { nullable: true, description: 'Postcode.' })
  postcode: string | null;
  @Field(() => GeoPoint, { nullable: true, description: 'Where it is on the map.' })
  location: GeoPoint | null;
  @Field(() => Int, { nullable: true, description: 'Floors above ground.' })
  floorsAbove: number | null;
  @Field(() => Int, { nullable: true, description: 'Floors below ground.' })
  floorsBelow: number | null;
  @Field(() => String, { nullable: true, description: 'Its key in another system, unique among buildings.' })
  externalId: string | null;
  @Field(() => Community, { description: 'The community it stands in.' })
  community: Community;
  @Field(() => Int, { description: 'Number of units; counted only when asked for.' })
  unitCount: number;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
