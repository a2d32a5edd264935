import { IdField, IdempotencyKeyField, type Locale, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { QuestionKind, SurveyDimension, TouchPoint, ValueComponent } from '../content/content.types';
import type { RawCondition, RawContent } from '../content/raw-content';
import { SurveyTemplate } from './template.type';

export const SurveyLocale = { ZH_CN: 'zh-CN', EN: 'en' } as const satisfies Record<string, Locale>;
export type SurveyLocale = (typeof SurveyLocale)[keyof typeof SurveyLocale];
registerEnumType(SurveyLocale, {
  name: 'SurveyLocale',
  description: 'A language of a survey.',
  valuesMap: { ZH_CN: { description: 'Simplified Chinese.' }, EN: { description: 'English.' } },
});

@InputType({ description: 'Words in one language.' })
export class SurveyTextInput {
  @Field(() => SurveyLocale, { description: 'The language.' })
  locale: SurveyLocale;
  @Field({ description: 'The words, at most 300 characters; introductions, thanks and help 2,000.' })
  text: string;
}

@InputType({ description: 'An option of a choice, or a row of a matrix.' })
export class SurveyChoiceInput {
  @Field({ description: 'Unique in the question: small letters, digits, underscores.' })
  code: string;
  @Field(() => [SurveyTextInput], { description: 'What people read, in every language of the survey.' })
  label: SurveyTextInput[];
}

@InputType({ description: 'Holds where the question, or the row of a matrix as `question.row`, was answered.' })
export class SurveyAnsweredInput {
  @Field({ description: 'Code of a question that stands before.' })
  question: string;
}

@InputType({ description: 'Holds where the score lies within the bounds.' })
export class SurveyScoreInput {
  @Field({ description: 'Code of a scored question that stands before; of a matrix `question.row`.' })
  question: string;
  @Field(() => Int, { nullable: true, description: 'This score or more.' })
  atLeast?: number | null;
  @Field(() => Int, { nullable: true, description: 'This score or less.' })
  atMost?: number | null;
}

@InputType({ description: 'Holds where any of the options was chosen.' })
export class SurveyChosenInput {
  @Field({ description: 'Code of a choice that stands before.' })
  question: string;
  @Field(() => [String], { description: 'Codes of its options.' })
  anyOf: string[];
}

@InputType({
  description:
    'A rule of skip logic: exactly one of these. What compares a question that was not answered does not hold.',
})
export class SurveyConditionInput {
  @Field(() => [SurveyConditionInput], { nullable: true, description: 'All of these hold.' })
  all?: RawCondition[] | null;
  @Field(() => [SurveyConditionInput], { nullable: true, description: 'Any of these holds.' })
  any?: RawCondition[] | null;
  @Field(() => SurveyConditionInput, { nullable: true, description: 'This does not hold.' })
  not?: RawCondition | null;
  @Field(() => SurveyAnsweredInput, { nullable: true, description: 'A question was answered.' })
  answered?: SurveyAnsweredInput | null;
  @Field(() => SurveyScoreInput, { nullable: true, description: 'A score lies within bounds.' })
  score?: SurveyScoreInput | null;
  @Field(() => SurveyChosenInput, { nullable: true, description: 'An option was chosen.' })
  chosen?: SurveyChosenInput | null;
}

@InputType({ description: 'A question.' })
export class SurveyQuestionInput {
  @Field({
    description:
      'Unique in the template and the same over its versions: small letters, digits, underscores, at most 40.',
  })
  code: string;
  @Field(() => QuestionKind, { description: 'How it is answered.' })
  kind: QuestionKind;
  @Field(() => [SurveyTextInput], { description: 'The question, in every language of the survey.' })
  title: SurveyTextInput[];
  @Field(() => [SurveyTextInput], { nullable: true, description: 'A hint below it.' })
  help?: SurveyTextInput[] | null;
  @Field(() => Boolean, { nullable: true, description: 'Must it be answered? Default true.' })
  required?: boolean | null;
  @Field(() => [SurveyChoiceInput], { nullable: true, description: 'Of choices: 2 to 30 options.' })
  options?: SurveyChoiceInput[] | null;
  @Field(() => [SurveyChoiceInput], {
    nullable: true,
    description: 'Of a matrix: 1 to 30 rows, each rated from 1 to 5.',
  })
  rows?: SurveyChoiceInput[] | null;
  @Field(() => Int, { nullable: true, description: 'Of a MULTIPLE_CHOICE: most options that may be chosen.' })
  maxChoices?: number | null;
  @Field(() => Int, { nullable: true, description: 'Of a TEXT: most characters, at most 10,000; default 2,000.' })
  maxLength?: number | null;
  @Field(() => SurveyDimension, { nullable: true, description: 'What it measures; of scored questions.' })
  dimension?: SurveyDimension | null;
  @Field(() => TouchPoint, { nullable: true, description: 'The service it is about.' })
  touchPoint?: TouchPoint | null;
  @Field(() => ValueComponent, {
    nullable: true,
    description: 'The part of delivered value it measures; of scored questions.',
  })
  component?: ValueComponent | null;
  @Field(() => String, {
    nullable: true,
    description: 'Code of the question on the same scale whose expectation this one asks.',
  })
  expectationOf?: string | null;
  @Field(() => SurveyConditionInput, {
    nullable: true,
    description: 'It is asked where this holds; always when left out.',
  })
  showIf?: RawCondition | null;
}

@InputType({ description: 'An answer of so much or less is a low score, which the service desk is told of.' })
export class SurveyLowScoreInput {
  @Field({ description: 'Code of a scored question; of a matrix `question.row`.' })
  question: string;
  @Field(() => Int, { description: 'This score or less.' })
  atMost: number;
}

@InputType({ description: 'How much a part of delivered value counts.' })
export class SurveyWeightInput {
  @Field(() => ValueComponent, { description: 'The part.' })
  component: ValueComponent;
  @Field(() => Float, { description: 'Above 0, at most 1,000; 1 where none is given.' })
  weight: number;
}

@InputType({ description: 'What a survey asks.' })
export class SurveyContentInput {
  @Field(() => [SurveyTextInput], {
    description: 'Its title. The languages that it is given in are those of the survey.',
  })
  title: SurveyTextInput[];
  @Field(() => [SurveyTextInput], { nullable: true, description: 'Words above the first question.' })
  introduction?: SurveyTextInput[] | null;
  @Field(() => [SurveyTextInput], { nullable: true, description: 'Words at the end.' })
  thanks?: SurveyTextInput[] | null;
  @Field(() => [SurveyQuestionInput], { description: 'In their order, 1 to 100.' })
  questions: SurveyQuestionInput[];
  @Field(() => [SurveyLowScoreInput], { nullable: true, description: 'Which answers are low scores.' })
  lowScores?: SurveyLowScoreInput[] | null;
  @Field(() => [SurveyWeightInput], { nullable: true, description: 'Weights of the parts of delivered value.' })
  valueWeights?: SurveyWeightInput[] | null;
}

const nameField = { description: 'Name for staff, unique in the company.', max: 100 };
const wordsField = { description: 'What it is for.', nullable: true, max: 500, min: 1 };

@InputType({ description: 'A template of surveys.' })
export class CreateSurveyTemplateInput {
  @TextField(nameField)
  name: string;
  @TextField(wordsField)
  description?: string | null;
  @ValueField(() => SurveyContentInput, { description: 'What it asks.' })
  content: RawContent;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes to a template. What is left out stays as it is.' })
export class UpdateSurveyTemplateInput {
  @IdField('survey_template', { description: 'The template.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...nameField, nullable: true, min: 1 })
  name?: string | null;
  @TextField(wordsField)
  description?: string | null;
  @ValueField(() => SurveyContentInput, {
    description: 'What its draft asks; one is begun where there is none. Published versions stay as they are.',
    nullable: true,
  })
  content?: RawContent | null;
}

@InputType({ description: 'A template whose draft is to be published.' })
export class PublishSurveyTemplateInput {
  @IdField('survey_template', { description: 'The template.' })
  id: string;
  @VersionField()
  version: number;
}

@ObjectType({ description: 'The template.' })
export class SurveyTemplatePayload {
  @Field(() => SurveyTemplate, { description: 'The template.' })
  template: unknown;
}
