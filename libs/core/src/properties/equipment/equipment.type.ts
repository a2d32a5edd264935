import { DateTimeScalar, LocalDateScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Building } from '../building/building.type';
import { Community } from '../community/community.type';
import { Section } from '../section/section.type';

export enum EquipmentKind {
  ELEVATOR = 'ELEVATOR',
  PUMP = 'PUMP',
  FIRE_SYSTEM = 'FIRE_SYSTEM',
  HVAC = 'HVAC',
  ELECTRICAL = 'ELECTRICAL',
  ACCESS_CONTROL = 'ACCESS_CONTROL',
  OTHER = 'OTHER',
}
registerEnumType(EquipmentKind, {
  name: 'EquipmentKind',
  description: 'Kind of equipment.',
  valuesMap: {
    ELEVATOR: { description: 'Elevator or escalator (电梯).' },
    PUMP: { description: 'Water supply or drainage pump (水泵).' },
    FIRE_SYSTEM: { description: 'Fire alarm, hydrants, sprinklers (消防系统).' },
    HVAC: { description: 'Heating, ventilation, air conditioning (暖通空调).' },
    ELECTRICAL: { description: 'Power supply and lighting (供配电).' },
    ACCESS_CONTROL: { description: 'Gates, doors, barriers, intercom (门禁).' },
    OTHER: { description: 'Anything else.' },
  },
});

export enum EquipmentState {
  IN_SERVICE = 'IN_SERVICE',
  OUT_OF_SERVICE = 'OUT_OF_SERVICE',
  RETIRED = 'RETIRED',
}
registerEnumType(EquipmentState, {
  name: 'EquipmentState',
  description: 'Whether a piece of equipment works.',
  valuesMap: {
    IN_SERVICE: { description: 'It works (在用).' },
    OUT_OF_SERVICE: { description: 'It is out of order or switched off (停用).' },
    RETIRED: { description: 'It is taken out for good (报废).' },
  },
});

@ObjectType({
  implements: () => Node,
  description: 'A piece of equipment (设备): an elevator, a pump, a fire system.',
})
export class Equipment extends Node {
  @Field({ description: 'Code, unique in its community.' })
  code: string;
  @Field({ description: 'Name.' })
  name: string;
  @Field(() => EquipmentKind, { description: 'Kind.' })
  kind: EquipmentKind;
  @Field(() => EquipmentState, { description: 'Whether it works.' })
  state: EquipmentState;
  @Field(() => String, { nullable: true, description: "The maker's serial number." })
  serialNumber: string | null;
  @Field(() => String, { nullable: true, description: 'Maker.' })
  maker: string | null;
  @Field(() => String, { nullable: true, description: "The maker's name for this type." })
  model: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Day it was installed.' })
  installedOn: string | null;
  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Day it was put into service, not before installation.',
  })
  commissionedOn: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Day by which the next inspection is due.' })
  nextInspectionOn: string | null;
  @Field(() => String, { nullable: true, description: 'Its key in another system, unique among equipment.' })
  externalId: string | null;
  @Field(() => Community, { description: 'The community it serves.' })
  community: Community;
  @Field(() => Building, { nullable: true, description: 'The building it is in; null outside of buildings.' })
  building: Building | null;
  @Field(() => Section, { nullable: true, description: 'The section it is in.' })
  section: Section | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
