import { DateTimeScalar, JsonScalar, LocalDateScalar, Node } from '@atrium/sdk';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Customer } from '../../customers';
import { Community } from '../../properties';
import { Staff } from '../../staff';
import { Survey } from '../survey/survey.type';
import { SurveyTemplateVersion } from '../template/template.type';

@ObjectType({
  implements: () => Node,
  description:
    'One answered survey (答卷). Of an anonymous one neither who gave it nor when is known: its day is that on which it was released together with others.',
})
export class SurveyResponse extends Node {
  @Field(() => Survey, { description: 'The survey.' })
  survey: Survey;
  @Field(() => SurveyTemplateVersion, { description: 'What was asked.' })
  templateVersion: SurveyTemplateVersion;
  @Field(() => Customer, {
    nullable: true,
    description: 'Who gave it; null where it is anonymous. Needs `customer:read`.',
  })
  customer: Customer | null;
  @Field(() => Staff, { nullable: true, description: 'The member of staff who gave it; null where it is anonymous.' })
  staff: Staff | null;
  @Field(() => Staff, { nullable: true, description: 'The member of staff it judges.' })
  ratedStaff: Staff | null;
  @Field(() => Community, {
    nullable: true,
    description: 'The community it is about; null where that is not known or told.',
  })
  community: Community | null;
  @Field(() => LocalDateScalar, { description: 'The day, in the company’s time zone.' })
  answeredOn: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'The time; null where it is anonymous.' })
  answeredAt: Date | null;
  @Field(() => JsonScalar, {
    description: 'Scores, codes of options and scores by row, by the code of the question.',
  })
  answers: unknown;
  @Field(() => JsonScalar, { description: 'Texts by the code of the question, as they were written.' })
  texts: unknown;
  @Field({ description: 'Does it fall under a rule for low scores?' })
  isLow: boolean;
  @Field(() => ID, {
    nullable: true,
    description: 'What deals with it, e.g. a ticket, for `node`; null: nothing does.',
  })
  followUpId: string | null;
}
