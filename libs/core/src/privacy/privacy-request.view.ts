import { DateTimeScalar, encodeId, defineList, defineView, f, filter, LocalDateScalar, Node } from '@atrium/sdk';
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Customer, customerView } from '../customers';
import { PrivacyRequestKind, PrivacyRequestState } from './privacy.policy';

registerEnumType(PrivacyRequestKind, {
  name: 'PrivacyRequestKind',
  description: 'What somebody asks about their own data.',
  valuesMap: {
    ACCESS: { description: 'To see it and have a copy.' },
    CORRECTION: { description: 'To have something put right.' },
    ERASURE: { description: 'To have it erased.' },
  },
});
registerEnumType(PrivacyRequestState, {
  name: 'PrivacyRequestState',
  description: 'Where a request stands.',
  valuesMap: {
    REQUESTED: { description: 'Entered.' },
    IN_PROGRESS: { description: 'Somebody is at it.' },
    DONE: { description: 'Done as asked.' },
    REFUSED: { description: 'Refused, with a reason.' },
    WITHDRAWN: { description: 'Taken back by who asked.' },
  },
});

@ObjectType({ implements: () => Node, description: 'A request of a customer about their own data (个人信息请求).' })
export class PrivacyRequest implements Node {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id: string;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => Customer, {
    nullable: true,
    description: 'Whose data it is about; null when the caller does not see them.',
  })
  customer: Customer | null;
  @Field(() => PrivacyRequestKind, { description: 'What is asked.' })
  kind: PrivacyRequestKind;
  @Field(() => PrivacyRequestState, { description: 'Where it stands.' })
  state: PrivacyRequestState;
  @Field({ description: 'What was asked, in words. `***` once the customer is erased.' })
  details: string;
  @Field(() => LocalDateScalar, { description: 'Day by which it is to be answered.' })
  dueOn: string;
  @Field({ description: 'Is it open and past its day?' })
  overdue: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'What was answered: the reason of a refusal, what was corrected.',
  })
  answer: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was answered; null while it is open.' })
  answeredAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Name of who answered.' })
  answeredBy: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'File with the copy, for who answered the request: `file(id)` gives its address. Kept for seven days.',
  })
  copyFileId: string | null;
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
}

export const privacyRequestView = defineView({
  type: 'PrivacyRequest',
  idType: 'privacy_request',
  table: 'atrium.privacy_request',
  nodeAccess: ['privacy:request', 'privacy:decide'],
  fields: {
    id: f.id('privacy_request'),
    version: f.column('version'),
    customer: f.one(() => customerView, 'customer_id'),
    kind: f.column('kind'),
    state: f.column('state'),
    details: f.column('details'),
    dueOn: f.date('due_on'),
    overdue: f.sql((t) => `(${t}.state IN ('REQUESTED', 'IN_PROGRESS') AND ${t}.due_on < current_date)`),
    answer: f.column('answer'),
    answeredAt: f.instant('answered_at'),
    answeredBy: f.column('answered_by_name'),
    copyFileId: f.sql(
      (t) => `${t}.result_file_id`,
      (value) => encodeId('file', value as string),
    ),
    createdAt: f.instant('created_at'),
  },
});

export const PrivacyRequestList = defineList({
  view: privacyRequestView,
  node: PrivacyRequest,
  filters: {
    kind: filter.enum('PrivacyRequestKind', PrivacyRequestKind, 'kind', 'What is asked.'),
    state: filter.enum('PrivacyRequestState', PrivacyRequestState, 'state', 'Where it stands.'),
  },
  orders: {
    DUE: { columns: [{ column: 'due_on', type: 'date' }], description: 'By the day it is to be answered.' },
    CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By when it was entered.' },
  },
  defaultOrder: { field: 'DUE' },
});
