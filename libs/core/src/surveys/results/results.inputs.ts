import { IdField, LocalDateScalar, TextField, ValueField } from '@atrium/sdk';
import { InputType, registerEnumType } from '@nestjs/graphql';
import { CustomerKind } from '../../customers';
import { UnitUsage } from '../../properties';

export enum SurveyBreakdown {
  MONTH = 'MONTH',
  REGION = 'REGION',
  COMMUNITY = 'COMMUNITY',
  CUSTOMER_KIND = 'CUSTOMER_KIND',
  PROPERTY_USAGE = 'PROPERTY_USAGE',
  SURVEY = 'SURVEY',
}
registerEnumType(SurveyBreakdown, {
  name: 'SurveyBreakdown',
  description: 'What results are broken down by.',
  valuesMap: {
    MONTH: { description: 'Month of release: the trend.' },
    REGION: { description: 'Region of the community.' },
    COMMUNITY: { description: 'Community.' },
    CUSTOMER_KIND: { description: 'Persons and organisations.' },
    PROPERTY_USAGE: { description: 'Usage of the unit.' },
    SURVEY: { description: 'Survey of the template.' },
  },
});

const MONTH = 'first day of it';

@InputType({ description: 'Which results.' })
export class SurveyResultsInput {
  @IdField('survey_template', {
    description: 'The template: questions of the same code are one over all its versions.',
  })
  templateId: string;
  @ValueField(() => LocalDateScalar, { description: `First month, by the ${MONTH}.` })
  from: string;
  @ValueField(() => LocalDateScalar, { description: `Last month, by the ${MONTH}. At most 60 months.` })
  to: string;
  @IdField('survey', { description: 'Of this survey alone.', nullable: true })
  surveyId?: string | null;
  @IdField('community', { description: 'Of these communities alone, at most 200.', nullable: true, list: true })
  communityIds?: string[] | null;
  @TextField({ description: 'Of this region alone.', nullable: true, max: 100, min: 1 })
  region?: string | null;
  @ValueField(() => CustomerKind, { description: 'Of this kind of customer alone.', nullable: true })
  customerKind?: CustomerKind | null;
  @ValueField(() => UnitUsage, { description: 'About units of this usage alone.', nullable: true })
  propertyUsage?: UnitUsage | null;
  @ValueField(() => SurveyBreakdown, { description: 'Groups to show beside the whole.', nullable: true })
  breakdown?: SurveyBreakdown | null;
}
