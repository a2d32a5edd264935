import {
  DecimalScalar,
  declareInputId,
  LocalDateScalar,
  MoneyInput,
  onSegmentReference,
  type SegmentOperator,
} from '@atrium/sdk';
import { Field, ID, InputType, Int, type ReturnTypeFunc } from '@nestjs/graphql';
import { referenceKey } from './rule.types';

type InputClass = new () => object;
type Operators = Partial<Record<SegmentOperator, readonly [ReturnTypeFunc, string]>>;

const EMPTY: readonly [ReturnTypeFunc, string] = [() => Boolean, 'True: there is no value; false: there is one.'];

function testInput(name: string, description: string, operators: Operators): InputClass {
  const made = { [name]: class {} }[name]! as InputClass;
  InputType(name, { description })(made);
  Field(() => String, { description: 'Name of the field, see `segmentFields`.' })(made.prototype, 'field');
  for (const [operator, [type, text]] of Object.entries(operators)) {
    Field(type, { nullable: true, description: text })(made.prototype, operator);
  }
  return made;
}

const text = 'Asks a field of the type TEXT. All operators given must hold.';
const SegmentTextTestInput = testInput('SegmentTextTestInput', text, {
  is: [() => String, 'Is this text, exactly.'],
  in: [() => [String], 'Is one of these texts, at most 200.'],
  startsWith: [() => String, 'Begins so; case matters.'],
  contains: [() => String, 'Contains this; case does not matter.'],
  isEmpty: EMPTY,
});
const SegmentChoiceTestInput = testInput('SegmentChoiceTestInput', 'Asks a field of the type CHOICE.', {
  in: [() => [String], 'Is one of these of its `choices`.'],
  notIn: [() => [String], 'Is none of these; no value counts as none.'],
  isEmpty: EMPTY,
});
const SegmentNumberTestInput = testInput('SegmentNumberTestInput', 'Asks a field of the type NUMBER.', {
  eq: [() => DecimalScalar, 'Is this number.'],
  from: [() => DecimalScalar, 'Is this number or more.'],
  to: [() => DecimalScalar, 'Is this number or less.'],
  isEmpty: EMPTY,
});
const SegmentDateTestInput = testInput(
  'SegmentDateTestInput',
  'Asks a field of the type DATE. Days count from today in the company’s time zone, whenever the rule is evaluated.',
  {
    eq: [() => LocalDateScalar, 'Is this day.'],
    from: [() => LocalDateScalar, 'Is this day or later.'],
    to: [() => LocalDateScalar, 'Is this day or earlier.'],
    withinLastDays: [() => Int, 'Lies between so many days ago and today, both included.'],
    withinNextDays: [() => Int, 'Lies between today and so many days ahead, both included.'],
    moreThanDaysAgo: [() => Int, 'Lies before the day so many days ago.'],
    isEmpty: EMPTY,
  },
);
const SegmentMoneyTestInput = testInput('SegmentMoneyTestInput', 'Asks a field of the type MONEY.', {
  from: [() => MoneyInput, 'Is this amount or more.'],
  to: [() => MoneyInput, 'Is this amount or less.'],
  isEmpty: EMPTY,
});

@InputType({ description: 'Asks a field of the type BOOLEAN.' })
class SegmentBooleanTestInput {
  @Field(() => String, { description: 'Name of the field, see `segmentFields`.' })
  field: string;
  @Field(() => Boolean, { description: 'Yes or no; no value is neither.' })
  is: boolean;
}

@InputType({
  description:
    'There is a record of a kind, e.g. an occupancy, that meets a rule by itself: what the rule says is about one and the same record.',
})
class SegmentSomeInput {
  @Field(() => String, { description: 'Kind of record, e.g. `occupancy`; see `record` in `segmentFields`.' })
  of: string;
  @Field(() => SegmentRuleInput, { nullable: true, description: 'What it must meet; left out: there is one at all.' })
  where?: SegmentRuleInput | null;
  @Field(() => Int, { nullable: true, description: 'At least so many of them meet it; 1 when left out.' })
  atLeast?: number | null;
}

@InputType({
  isOneOf: true,
  description:
    'A rule: exactly one of `all`, `any`, `not`, `some`, or a comparison under its field’s type. At most 100 parts, eight levels deep. A field of a record outside of `some` asks for a record of its own.',
})
export class SegmentRuleInput {
  @Field(() => [SegmentRuleInput], { nullable: true, description: 'All of these hold.' })
  all?: SegmentRuleInput[];
  @Field(() => [SegmentRuleInput], { nullable: true, description: 'At least one of these holds.' })
  any?: SegmentRuleInput[];
  @Field(() => SegmentRuleInput, {
    nullable: true,
    description: 'This does not hold; what has no value holds nothing.',
  })
  not?: SegmentRuleInput;
  @Field(() => SegmentSomeInput, { nullable: true, description: 'There is a record that meets a rule.' })
  some?: SegmentSomeInput;
  @Field(() => SegmentTextTestInput, { nullable: true, description: 'Asks a text.' })
  text?: object;
  @Field(() => SegmentChoiceTestInput, { nullable: true, description: 'Asks a choice.' })
  choice?: object;
  @Field(() => SegmentNumberTestInput, { nullable: true, description: 'Asks a number.' })
  number?: object;
  @Field(() => SegmentDateTestInput, { nullable: true, description: 'Asks a day.' })
  date?: object;
  @Field(() => SegmentMoneyTestInput, { nullable: true, description: 'Asks an amount of money.' })
  money?: object;
  @Field(() => SegmentBooleanTestInput, { nullable: true, description: 'Asks yes or no.' })
  boolean?: SegmentBooleanTestInput;
}

/** A comparison of its own for each kind of object that fields refer to, so that its ids are typed. */
onSegmentReference((idType) => {
  const key = referenceKey(idType);
  const name = `Segment${key.charAt(0).toUpperCase()}${key.slice(1)}TestInput`;
  const made = testInput(name, `Asks a field of the type REFERENCE that refers to a ${idType}.`, {
    in: [() => [ID], 'Is one of these, at most 200.'],
    notIn: [() => [ID], 'Is none of these; no value counts as none.'],
    isEmpty: EMPTY,
  });
  declareInputId(made, 'in', idType);
  declareInputId(made, 'notIn', idType);
  Field(() => made, { nullable: true, description: `Asks which ${idType} it is.` })(SegmentRuleInput.prototype, key);
});
