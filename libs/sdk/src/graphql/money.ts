import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { TextField, ValueField } from './fields';
import { DecimalScalar } from './scalars';

@ObjectType({ description: 'An exact amount of money.' })
export class Money {
  @Field(() => DecimalScalar, {
    description: 'In units of the currency, e.g. `"12.30"` for twelve yuan and three jiao.',
  })
  amount: string;

  @Field({ description: 'ISO 4217 code, e.g. `CNY`.' })
  currency: string;
}

@InputType({ description: 'An exact amount of money.' })
export class MoneyInput {
  @ValueField(() => DecimalScalar, { description: 'In units of the currency, e.g. `"12.30"`.' })
  amount: string;

  @TextField({ description: 'ISO 4217 code, e.g. `CNY`.', min: 3, max: 3, matches: /^[A-Z]{3}$/, example: 'CNY' })
  currency: string;
}
