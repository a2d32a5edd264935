import { DateTimeScalar, DecimalScalar, LocalDateScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Building } from '../building/building.type';
import { Community } from '../community/community.type';
import { Section } from '../section/section.type';

export enum UnitUsage {
  RESIDENTIAL = 'RESIDENTIAL',
  OFFICE = 'OFFICE',
  RETAIL = 'RETAIL',
  PARKING = 'PARKING',
  STORAGE = 'STORAGE',
  OTHER = 'OTHER',
}
registerEnumType(UnitUsage, {
  name: 'UnitUsage',
  description: 'What a unit is used for.',
  valuesMap: {
    RESIDENTIAL: { description: 'A home (住宅).' },
    OFFICE: { description: 'An office (办公).' },
    RETAIL: { description: 'A shop (商铺).' },
    PARKING: { description: 'A parking space (车位).' },
    STORAGE: { description: 'A storage room (储藏室).' },
    OTHER: { description: 'Anything else.' },
  },
});

export enum UnitState {
  VACANT = 'VACANT',
  OCCUPIED = 'OCCUPIED',
  RENOVATING = 'RENOVATING',
  FOR_RENT = 'FOR_RENT',
}
registerEnumType(UnitState, {
  name: 'UnitState',
  description: 'What is going on in a unit.',
  valuesMap: {
    VACANT: { description: 'Nobody uses it (空置).' },
    OCCUPIED: { description: 'Somebody lives or works in it (已入住).' },
    RENOVATING: { description: 'It is being fitted out (装修中).' },
    FOR_RENT: { description: 'It is offered for rent (待租).' },
  },
});

@ObjectType({
  implements: () => Node,
  description: 'A unit (房屋): a home, office, shop, parking space or storage room, according to its usage.',
})
export class Unit extends Node {
  @Field({ description: 'Number or name on the door, unique in its building, e.g. `1101`.' })
  code: string;
  @Field(() => UnitUsage, { description: 'What it is used for.' })
  usage: UnitUsage;
  @Field(() => UnitState, { description: 'What is going on in it.' })
  state: UnitState;
  @Field(() => DecimalScalar, { nullable: true, description: 'Gross floor area (建筑面积), m², two decimals.' })
  grossArea: string | null;
  @Field(() => DecimalScalar, { nullable: true, description: 'Net floor area (套内面积), m², two decimals.' })
  netArea: string | null;
  @Field(() => Int, { nullable: true, description: 'Floor; below ground it is negative.' })
  floor: number | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Day of the hand-over (交付) to the owner.' })
  handedOverOn: string | null;
  @Field(() => String, { nullable: true, description: 'Its key in another system, unique among units.' })
  externalId: string | null;
  @Field(() => Community, { description: 'The community it lies in.' })
  community: Community;
  @Field(() => Building, { description: 'The building it lies in.' })
  building: Building;
  @Field(() => Section, { nullable: true, description: 'The section it lies in, where its building has sections.' })
  section: Section | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
