import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Building } from '../building/building.type';
import { Community } from '../community/community.type';

@ObjectType({ implements: () => Node, description: 'A section (单元) of a building: the part behind one entrance.' })
export class Section extends Node {
  @Field({ description: 'Number or letter of the entrance, unique in its building, e.g. `2单元`.' })
  code: string;
  @Field(() => String, { nullable: true, description: 'Name, where it has one besides its code.' })
  name: string | null;
  @Field(() => String, { nullable: true, description: 'Its key in another system, unique among sections.' })
  externalId: string | null;
  @Field(() => Community, { description: 'The community it lies in.' })
  community: Community;
  @Field(() => Building, { description: 'The building it is part of.' })
  building: Building;
  @Field(() => Int, { description: 'Number of units; counted only when asked for.' })
  unitCount: number;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
