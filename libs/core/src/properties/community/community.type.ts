import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { GeoPoint } from '../place/geo-point.type';

export enum ServiceProfile {
  PREMIUM_OFFICE = 'PREMIUM_OFFICE',
  STANDARD_OFFICE = 'STANDARD_OFFICE',
  LANDSCAPE = 'LANDSCAPE',
  RESIDENTIAL = 'RESIDENTIAL',
  COMMERCIAL = 'COMMERCIAL',
}
registerEnumType(ServiceProfile, {
  name: 'ServiceProfile',
  description: 'Kind of service a community gets: it selects service standards, SLA and care plans.',
  valuesMap: {
    PREMIUM_OFFICE: { description: 'Premium office buildings (高端写字楼).' },
    STANDARD_OFFICE: { description: 'Standard office buildings (普通写字楼).' },
    LANDSCAPE: { description: 'Landscaped estates such as villas (景观项目).' },
    RESIDENTIAL: { description: 'Residential communities (住宅).' },
    COMMERCIAL: { description: 'Shops and malls (商业).' },
  },
});

@ObjectType({ implements: () => Node, description: 'A community (项目/小区): the root of a register of properties.' })
export class Community extends Node {
  @Field({ description: 'Short code, unique in the tenant.' })
  code: string;
  @Field({ description: 'Name.' })
  name: string;
  @Field(() => ServiceProfile, { description: 'Kind of service it gets.' })
  serviceProfile: ServiceProfile;
  @Field(() => String, { nullable: true, description: 'Postal address.' })
  address: string | null;
  @Field(() => String, { nullable: true, description: 'Postcode.' })
  postcode: string | null;
  @Field(() => GeoPoint, { nullable: true, description: 'Where it is on the map.' })
  location: GeoPoint | null;
  @Field(() => String, { nullable: true, description: 'City, county or borough it is counted under in statistics.' })
  region: string | null;
  @Field(() => String, { nullable: true, description: 'District it is counted under, within the region.' })
  district: string | null;
  @Field(() => String, { nullable: true, description: 'Its key in another system, unique among communities.' })
  externalId: string | null;
  @Field(() => Int, { description: 'Number of buildings; counted only when asked for.' })
  buildingCount: number;
  @Field(() => Int, { description: 'Number of units; counted only when asked for.' })
  unitCount: number;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
