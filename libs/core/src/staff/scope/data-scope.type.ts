import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Community } from '../../properties';

export enum DataScopeKind {
  ALL = 'ALL',
  COMMUNITIES = 'COMMUNITIES',
}
registerEnumType(DataScopeKind, {
  name: 'DataScopeKind',
  description: 'How far somebody sees and acts.',
  valuesMap: {
    ALL: { description: 'The whole company, communities to come included.' },
    COMMUNITIES: { description: 'The communities named, and what belongs to them.' },
  },
});

@ObjectType({ description: 'How far somebody sees and acts, whatever the permission (数据范围).' })
export class DataScope {
  @Field(() => DataScopeKind, { description: 'Everything, or some communities.' })
  kind: DataScopeKind;
  @Field(() => [Community], {
    description: 'The communities, those the caller sees; empty with ALL. Needs `property:read`.',
  })
  communities: Community[];
}
