import { Node } from '@atrium/sdk';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Skill } from '../../teams';
import { TicketState } from '../state/ticket-state';
import { TicketKind, TicketSeverity } from '../ticket/ticket.enums';

@ObjectType({
  implements: () => Node,
  description: 'A category of tickets: a branch of the tree, or a valid combination of place, subject and problem.',
})
export class TicketCategory extends Node {
  @Field({ description: 'Name.' })
  name: string;
  @Field(() => TicketCategory, { nullable: true, description: 'The branch it stands on.' })
  parent: unknown;
  @Field({ description: 'Place, e.g. 卫生间; empty for a branch.' })
  place: string;
  @Field({ description: 'Subject, e.g. 水管; empty for a branch.' })
  subject: string;
  @Field({ description: 'Problem, e.g. 漏水; empty for a branch.' })
  problem: string;
  @Field(() => [String], { description: 'Further words that suggest it.' })
  keywords: string[];
  @Field(() => TicketKind, { nullable: true, description: 'Kind its tickets usually are.' })
  defaultKind: TicketKind | null;
  @Field(() => TicketSeverity, { nullable: true, description: 'Severity its tickets usually have.' })
  defaultSeverity: TicketSeverity | null;
  @Field(() => Skill, { nullable: true, description: 'What it takes to do it.' })
  skill: Skill | null;
  @Field({ description: 'Can new tickets have it?' })
  isActive: boolean;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@ObjectType({ implements: () => Node, description: 'A company’s own name for a stage of a state.' })
export class TicketSubState extends Node {
  @Field(() => TicketState, { description: 'The state it stands under.' })
  state: TicketState;
  @Field({ description: 'Name, unique under the state.' })
  name: string;
  @Field({ description: 'Can tickets go there?' })
  isActive: boolean;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}
