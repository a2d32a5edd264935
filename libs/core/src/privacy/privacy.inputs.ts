import { IdField, LocalDateScalar, type Ref, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { PrivacyRequest } from './privacy-request.view';
import { PrivacyRequestKind } from './privacy.policy';

@InputType({ description: 'A request of a customer about their own data.' })
export class OpenPrivacyRequestInput {
  @IdField('customer', { description: 'Whose data it is about.' })
  customerId: string;
  @ValueField(() => PrivacyRequestKind, { description: 'What is asked.' })
  kind: PrivacyRequestKind;
  @TextField({ description: 'What was asked, how and by whom, in words.', max: 2000, multiline: true })
  details: string;
  @ValueField(() => LocalDateScalar, {
    description: 'Day by which it is to be answered; left out, so many days from today as the platform has set.',
    nullable: true,
  })
  dueOn?: string | null;
}

@InputType({ description: 'A request.' })
export class PrivacyRequestIdInput {
  @IdField('privacy_request', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
}

@InputType({ description: 'A request and what is answered.' })
export class AnswerPrivacyRequestInput extends PrivacyRequestIdInput {
  @TextField({
    description: 'What was done, in words; needed for a correction.',
    nullable: true,
    max: 2000,
    multiline: true,
  })
  answer?: string | null;
}

@InputType({ description: 'A request that is refused.' })
export class RefusePrivacyRequestInput extends PrivacyRequestIdInput {
  @TextField({ description: 'The reason, as the person is told it.', max: 2000, multiline: true })
  answer: string;
}

@ObjectType({ description: 'The request after the change.' })
export class PrivacyRequestPayload {
  @Field(() => PrivacyRequest, { description: 'The request.' })
  request: Ref;
}
