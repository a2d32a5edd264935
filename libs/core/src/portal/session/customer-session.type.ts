import { DateTimeScalar, defineList, defineView, f, context } from '@atrium/sdk';
import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A sign-in of a customer on one device.' })
export class CustomerSessionInfo {
  @Field(() => ID, { description: 'Names it in `revokeCustomerSession`.' })
  id: string;
  @Field({ description: 'Is it the one this call was made with?' })
  current: boolean;
  @Field(() => String, { nullable: true, description: 'Address it was started from.' })
  ip: string | null;
  @Field(() => String, { nullable: true, description: 'Program it was started with, as that names itself.' })
  client: string | null;
  @Field(() => DateTimeScalar, { description: 'When the customer signed in.' })
  startedAt: Date;
  @Field(() => DateTimeScalar, { description: 'When its tokens were last renewed.' })
  renewedAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it ends unless it is renewed before.' })
  expiresAt: Date;
}

/** Sessions that can still be renewed; row-level security leaves a customer its own. */
export const customerSessionView = defineView({
  type: 'CustomerSessionInfo',
  idType: 'customer_session',
  table: 'atrium.customer_session',
  where: (session) => `${session}.revoked_at IS NULL AND ${session}.expires_at > now()`,
  forCustomers: ['id', 'current', 'ip', 'client', 'startedAt', 'renewedAt', 'expiresAt'],
  fields: {
    id: f.id('customer_session'),
    current: f.sql(
      (session) => `${session}.id`,
      (id) => id === context().actor.sessionId,
    ),
    ip: f.column('ip'),
    client: f.column('client'),
    startedAt: f.instant('created_at'),
    renewedAt: f.instant('renewed_at'),
    expiresAt: f.instant('expires_at'),
  },
});

export const CustomerSessionList = defineList({
  view: customerSessionView,
  node: CustomerSessionInfo,
  orders: {
    STARTED_AT: {
      columns: [{ column: 'created_at', type: 'timestamptz' }],
      description: 'When the customer signed in.',
    },
  },
  defaultOrder: { field: 'STARTED_AT', direction: 'DESC' },
});
