import { LocalDateScalar } from '@atrium/sdk';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { SurveyBenchmark } from '../benchmark/benchmark.type';
import { QuestionKind, SurveyDimension, TouchPoint, ValueComponent } from '../content/content.types';

@ObjectType({ description: 'A figure of a survey, with the number of answers behind it and how sure it is.' })
export class SurveyFigure {
  @Field(() => Int, { description: 'Answers behind it; of several questions together, of the one with the fewest.' })
  n: number;
  @Field(() => Float, { description: 'The figure.' })
  value: number;
  @Field(() => Float, {
    nullable: true,
    description: 'Lower bound of the 95 % confidence interval; null for one answer.',
  })
  low: number | null;
  @Field(() => Float, { nullable: true, description: 'Upper bound of it.' })
  high: number | null;
}

@ObjectType({ description: 'How often an option or a score was chosen.' })
export class SurveyShare {
  @Field({ description: 'Code of the option, or the score.' })
  code: string;
  @Field({ description: 'What it is called, in the caller’s language.' })
  label: string;
  @Field(() => Int, { description: 'How many chose it.' })
  count: number;
  @Field(() => SurveyFigure, {
    description: 'Their share of those who answered, in percent, with its Wilson interval.',
  })
  share: SurveyFigure;
}

@ObjectType({ description: 'Results of one question, or of one row of a matrix.' })
export class SurveyItemResult {
  @Field({ description: 'Code of the question; of a row `question.row`.' })
  code: string;
  @Field({ description: 'The question in the caller’s language.' })
  title: string;
  @Field(() => QuestionKind, { description: 'How it is answered.' })
  kind: QuestionKind;
  @Field(() => Int, { description: 'How many answered it.' })
  n: number;
  @Field(() => Float, { nullable: true, description: 'Mean score on its own scale; null for choices.' })
  mean: number | null;
  @Field(() => SurveyFigure, { nullable: true, description: 'Mean on a scale from 0 to 100; null for choices.' })
  index: SurveyFigure | null;
  @Field(() => SurveyFigure, { nullable: true, description: 'Net promoter score, −100 to 100; of NPS questions.' })
  nps: SurveyFigure | null;
  @Field(() => [SurveyShare], { description: 'How the answers are spread.' })
  shares: SurveyShare[];
}

@ObjectType({ description: 'Index of a dimension.' })
export class SurveyDimensionResult {
  @Field(() => SurveyDimension, { description: 'The dimension.' })
  dimension: SurveyDimension;
  @Field(() => SurveyFigure, { description: 'Mean of its questions, 0 to 100.' })
  index: SurveyFigure;
}

@ObjectType({ description: 'Index of a service.' })
export class SurveyTouchPointResult {
  @Field(() => TouchPoint, { description: 'The service.' })
  touchPoint: TouchPoint;
  @Field(() => SurveyFigure, {
    description: 'Mean of the questions about it, 0 to 100; what asks for expectations or costs is left out.',
  })
  index: SurveyFigure;
}

@ObjectType({ description: 'What is perceived less what is expected (SERVQUAL).' })
export class SurveyGap {
  @Field({ description: 'Code of the question that asks the perception.' })
  question: string;
  @Field({ description: 'That question in the caller’s language.' })
  title: string;
  @Field(() => SurveyFigure, { description: 'Index of the perception.' })
  perception: SurveyFigure;
  @Field(() => SurveyFigure, { description: 'Index of the expectation.' })
  expectation: SurveyFigure;
  @Field(() => SurveyFigure, { description: 'Perception less expectation: below zero where the service falls short.' })
  gap: SurveyFigure;
}

@ObjectType({ description: 'A part of delivered value.' })
export class SurveyComponentResult {
  @Field(() => ValueComponent, { description: 'The part.' })
  component: ValueComponent;
  @Field(() => Float, { description: 'How much it counts.' })
  weight: number;
  @Field(() => SurveyFigure, { description: 'Its index, 0 to 100.' })
  index: SurveyFigure;
}

@ObjectType({ description: 'Delivered customer value (让渡价值): values less costs, each with its weight.' })
export class SurveyDeliveredValue {
  @Field(() => [SurveyComponentResult], { description: 'What it is made of.' })
  components: SurveyComponentResult[];
  @Field(() => SurveyFigure, { description: 'Weighted mean of product, service, staff and image value, 0 to 100.' })
  benefits: SurveyFigure;
  @Field(() => SurveyFigure, { description: 'Weighted mean of money, time, energy and psychic cost, 0 to 100.' })
  costs: SurveyFigure;
  @Field(() => SurveyFigure, { description: 'Benefits less costs, −100 to 100.' })
  delivered: SurveyFigure;
}

@ObjectType({ description: 'Results of a group of answers.' })
export class SurveyGroupResult {
  @Field({ description: 'Name of the group; empty for the whole, and for answers of which it is not told.' })
  label: string;
  @Field(() => ID, { nullable: true, description: 'The community or survey it is; null for other groups.' })
  id: string | null;
  @Field({ description: 'Are there too few answers to show any? Then nothing is shown.' })
  isWithheld: boolean;
  @Field(() => SurveyFigure, {
    nullable: true,
    description: 'The index of satisfaction, 0 to 100; null where nothing asks for satisfaction.',
  })
  index: SurveyFigure | null;
  @Field(() => [SurveyItemResult], { description: 'By question.' })
  questions: SurveyItemResult[];
  @Field(() => [SurveyDimensionResult], { description: 'By dimension.' })
  dimensions: SurveyDimensionResult[];
  @Field(() => [SurveyTouchPointResult], { description: 'By service.' })
  touchPoints: SurveyTouchPointResult[];
  @Field(() => [SurveyGap], { description: 'Pairs of expectation and perception.' })
  gaps: SurveyGap[];
  @Field(() => SurveyDeliveredValue, {
    nullable: true,
    description: 'Delivered value; null until every part that the template asks for has a figure.',
  })
  deliveredValue: SurveyDeliveredValue | null;
}

@ObjectType({
  description:
    'Results of surveys of one template, as far as the caller sees the communities. Every figure is made of groups of at least `threshold` answers, released together: whatever filters are compared, no difference is about fewer.',
})
export class SurveyResults {
  @Field(() => Int, { description: 'Fewest answers that are told together.' })
  threshold: number;
  @Field(() => LocalDateScalar, { description: 'First month.' })
  from: string;
  @Field(() => LocalDateScalar, { description: 'Last month.' })
  to: string;
  @Field(() => Int, { description: 'Answers that wait for others and are in no figure yet, whatever the filters.' })
  waiting: number;
  @Field(() => SurveyGroupResult, { description: 'All of it together.' })
  total: SurveyGroupResult;
  @Field(() => SurveyGroupResult, { description: 'The same of as many months before.' })
  previous: SurveyGroupResult;
  @Field(() => [SurveyGroupResult], { description: 'By what was asked for; empty where nothing was.' })
  groups: SurveyGroupResult[];
  @Field(() => [SurveyBenchmark], { description: 'Figures of the industry for these months, newest first.' })
  benchmarks: SurveyBenchmark[];
}
