import { DecimalScalar, IdField, IntField, LocalDateScalar, Node, TextField, ValueField } from '@atrium/sdk';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { SurveyDimension } from '../content/content.types';

export const SurveyMeasure = { ...SurveyDimension, NPS: 'NPS' } as const;
export type SurveyMeasure = (typeof SurveyMeasure)[keyof typeof SurveyMeasure];
registerEnumType(SurveyMeasure, {
  name: 'SurveyMeasure',
  description: 'What figures of the industry are about.',
  valuesMap: {
    PERCEIVED_QUALITY: { description: 'Perceived quality, 0 to 100.' },
    BRAND_IMAGE: { description: 'Brand image, 0 to 100.' },
    EXPECTATION: { description: 'What is expected, 0 to 100.' },
    PERCEIVED_VALUE: { description: 'Perceived value, 0 to 100.' },
    SATISFACTION: { description: 'Satisfaction, 0 to 100.' },
    LOYALTY: { description: 'Loyalty, 0 to 100.' },
    NPS: { description: 'Net promoter score, −100 to 100.' },
  },
});

@ObjectType({ implements: () => Node, description: 'A figure of the industry (同业对比), entered by hand.' })
export class SurveyBenchmark extends Node {
  @Field(() => SurveyMeasure, { description: 'What it is about.' })
  measure: SurveyMeasure;
  @Field(() => LocalDateScalar, { description: 'Its month, by the first day of it.' })
  month: string;
  @Field(() => DecimalScalar, { description: 'The figure.' })
  value: string;
  @Field({ description: 'Who published it.' })
  source: string;
  @Field(() => Int, { nullable: true, description: 'Answers behind it; null where that is not known.' })
  sampleSize: number | null;
}

@InputType({ description: 'A figure of the industry. One of the same source, measure and month is replaced.' })
export class RecordSurveyBenchmarkInput {
  @ValueField(() => SurveyMeasure, { description: 'What it is about.' })
  measure: SurveyMeasure;
  @ValueField(() => LocalDateScalar, { description: 'Its month, by the first day of it.' })
  month: string;
  @ValueField(() => DecimalScalar, { description: 'The figure, 0 to 100; of NPS −100 to 100.' })
  value: string;
  @TextField({ description: 'Who published it.', max: 200 })
  source: string;
  @IntField({ description: 'Answers behind it.', min: 1, max: 100_000_000, nullable: true })
  sampleSize?: number | null;
}

@InputType({ description: 'A figure of the industry to delete.' })
export class DeleteSurveyBenchmarkInput {
  @IdField('survey_benchmark', { description: 'The figure.' })
  id: string;
}

@ObjectType({ description: 'The figure.' })
export class SurveyBenchmarkPayload {
  @Field(() => SurveyBenchmark, { description: 'The figure.' })
  benchmark: unknown;
}

@ObjectType({ description: 'The figure that is gone.' })
export class DeleteSurveyBenchmarkPayload {
  @Field(() => ID, { description: 'Id of the deleted figure.' })
  deletedId: string;
}
