import { DateTimeScalar, DecimalScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Building } from '../building/building.type';
import { Community } from '../community/community.type';
import { Section } from '../section/section.type';

export enum CommonAreaKind {
  LOBBY = 'LOBBY',
  CIRCULATION = 'CIRCULATION',
  ROOF = 'ROOF',
  PLANT_ROOM = 'PLANT_ROOM',
  GREENERY = 'GREENERY',
  ROAD = 'ROAD',
  RECREATION = 'RECREATION',
  OTHER = 'OTHER',
}
registerEnumType(CommonAreaKind, {
  name: 'CommonAreaKind',
  description: 'Kind of a common area.',
  valuesMap: {
    LOBBY: { description: 'Entrance hall (大堂).' },
    CIRCULATION: { description: 'Corridors and stairs (走廊、楼梯).' },
    ROOF: { description: 'Roof (屋面).' },
    PLANT_ROOM: { description: 'Room of machines (设备房).' },
    GREENERY: { description: 'Garden, lawn, trees, water (绿化、水景).' },
    ROAD: { description: 'Road, path, gate (道路、出入口).' },
    RECREATION: { description: 'Playground, sports ground, club house (活动场地).' },
    OTHER: { description: 'Anything else.' },
  },
});

@ObjectType({
  implements: () => Node,
  description: 'A common area (公共区域) of a community, of one of its buildings or of a section.',
})
export class CommonArea extends Node {
  @Field({ description: 'Code, unique in its community.' })
  code: string;
  @Field({ description: 'Name.' })
  name: string;
  @Field(() => CommonAreaKind, { description: 'Kind.' })
  kind: CommonAreaKind;
  @Field(() => DecimalScalar, { nullable: true, description: 'Area, m², two decimals.' })
  area: string | null;
  @Field(() => Int, { nullable: true, description: 'Floor; below ground it is negative.' })
  floor: number | null;
  @Field(() => String, { nullable: true, description: 'Its key in another system, unique among common areas.' })
  externalId: string | null;
  @Field(() => Community, { description: 'The community it belongs to.' })
  community: Community;
  @Field(() => Building, { nullable: true, description: 'The building it is part of; null outside of buildings.' })
  building: Building | null;
  @Field(() => Section, { nullable: true, description: 'The section it is part of.' })
  section: Section | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
