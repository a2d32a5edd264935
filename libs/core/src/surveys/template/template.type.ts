import { DateTimeScalar, JsonScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { QuestionKind, SurveyDimension, TouchPoint, ValueComponent } from '../content/content.types';

registerEnumType(QuestionKind, {
  name: 'SurveyQuestionKind',
  description: 'How a question is answered.',
  valuesMap: {
    RATING_5: { description: 'A number from 1 to 5, 5 the best.' },
    RATING_10: { description: 'A number from 1 to 10, 10 the best.' },
    NPS: { description: 'How likely one is to recommend, 0 to 10 (净推荐值).' },
    SINGLE_CHOICE: { description: 'One option.' },
    MULTIPLE_CHOICE: { description: 'Some options.' },
    MATRIX: { description: 'Several rows, each rated from 1 to 5.' },
    TEXT: { description: 'Words.' },
  },
});
registerEnumType(SurveyDimension, {
  name: 'SurveyDimension',
  description: 'What a question measures.',
  valuesMap: {
    PERCEIVED_QUALITY: { description: 'Perceived quality (感知质量).' },
    BRAND_IMAGE: { description: 'Brand image (品牌形象).' },
    EXPECTATION: { description: 'What is expected (用户预期).' },
    PERCEIVED_VALUE: { description: 'Perceived value (价值感知).' },
    SATISFACTION: { description: 'Satisfaction (满意度).' },
    LOYALTY: { description: 'Loyalty (忠诚度).' },
  },
});
registerEnumType(TouchPoint, {
  name: 'SurveyTouchPoint',
  description: 'The service a question is about.',
  valuesMap: {
    REPAIR: { description: 'Repairs (维修).' },
    CLEANING: { description: 'Cleaning (保洁).' },
    SECURITY: { description: 'Security (安保).' },
    GREENING: { description: 'Greening (绿化).' },
    FRONT_DESK: { description: 'Front desk (客服前台).' },
    BILLING: { description: 'Bills and payment (收费).' },
  },
});
registerEnumType(ValueComponent, {
  name: 'SurveyValueComponent',
  description: 'A part of delivered customer value (让渡价值): four values less four costs.',
  valuesMap: {
    PRODUCT: { description: 'Product value (产品价值).' },
    SERVICE: { description: 'Service value (服务价值).' },
    STAFF: { description: 'Staff value (人员价值).' },
    IMAGE: { description: 'Image value (形象价值).' },
    MONEY: { description: 'Cost in money (货币成本): the higher the answer, the more it costs.' },
    TIME: { description: 'Cost in time (时间成本).' },
    ENERGY: { description: 'Cost in energy (体力成本).' },
    PSYCHIC: { description: 'Psychic cost (精神成本).' },
  },
});

export enum SurveyVersionState {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
}
registerEnumType(SurveyVersionState, {
  name: 'SurveyVersionState',
  description: 'Where a version of a template stands.',
  valuesMap: {
    DRAFT: { description: 'It is worked on; no survey uses it.' },
    PUBLISHED: { description: 'It never changes any more.' },
  },
});

@ObjectType({ implements: () => Node, description: 'One version of a template of surveys.' })
export class SurveyTemplateVersion extends Node {
  @Field(() => Int, { description: 'Counts from 1.' })
  number: number;
  @Field(() => SurveyVersionState, { description: 'Where it stands.' })
  state: SurveyVersionState;
  @Field(() => JsonScalar, { description: 'What it asks, in the form of `SurveyContentInput`.' })
  content: unknown;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was published; null for a draft.' })
  publishedAt: Date | null;
}

@ObjectType({ implements: () => Node, description: 'A template of surveys (问卷模板).' })
export class SurveyTemplate extends Node {
  @Field({ description: 'Name for staff, unique in the company.' })
  name: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => [SurveyTemplateVersion], { description: 'Its versions, newest first.' })
  versions: SurveyTemplateVersion[];
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
}
