import { ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export enum SecondFactorDemand {
  OPTIONAL = 'OPTIONAL',
  REQUIRED = 'REQUIRED',
}
registerEnumType(SecondFactorDemand, {
  name: 'SecondFactorDemand',
  description: 'Who must have a second factor.',
  valuesMap: {
    OPTIONAL: { description: 'Who wants to, and who holds a role that demands it.' },
    REQUIRED: { description: 'Everybody who signs in with a password.' },
  },
});

@ObjectType({ description: 'What the company demands of signing in.' })
export class SignInRules {
  @Field(() => SecondFactorDemand, { description: 'Who must have a second factor.' })
  secondFactor: SecondFactorDemand;
  @Field({
    description:
      'May staff sign in with a password? When not, the company’s identity provider is the only way, save for administrators with a second factor, for the day the provider fails.',
  })
  passwordSignIn: boolean;
  @Field(() => Int, { description: 'Rises with each change; updates name it. 0 while nothing was set.' })
  version: number;
}

@InputType({ description: 'Changes to what is demanded of signing in. What is left out stays as it is.' })
export class UpdateSignInRulesInput {
  @VersionField(0)
  version: number;
  @ValueField(() => SecondFactorDemand, {
    description: 'Who must have a second factor; asked for at the next sign-in.',
    nullable: true,
  })
  secondFactor?: SecondFactorDemand | null;
  @ValueField(() => Boolean, {
    description: 'May staff sign in with a password? Only with an identity provider set up it can be false.',
    nullable: true,
  })
  passwordSignIn?: boolean | null;
}

@ObjectType({ description: 'The rules after the change.' })
export class SignInRulesPayload {
  @Field(() => SignInRules, { description: 'The rules.' })
  rules: SignInRules;
}
