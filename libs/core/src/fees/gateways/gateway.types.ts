import {
  DateTimeScalar,
  IdempotencyKeyField,
  IdField,
  JsonScalar,
  Money,
  MoneyInput,
  NestedField,
  Node,
  TextField,
  ValueField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Customer } from '../../customers';
import { graphqlEnum } from '../enums';
import { Payment, PaymentMethodEnum } from '../payments/payment.types';

export const GatewayOrderStateEnum = graphqlEnum('GatewayOrderState', 'Where an order at a gateway stands.', {
  CREATED: 'It waits for the payer.',
  PAID: 'Paid; the payment is recorded.',
  FAILED: 'It failed; it may be paid all the same.',
});

@ObjectType({ description: 'A payment gateway that there is.' })
export class PaymentGatewayOffer {
  @Field({ description: 'Name.' })
  gateway: string;
  @Field(() => PaymentMethodEnum, { description: 'How its payments are recorded.' })
  method: string;
  @Field({ description: 'The company takes payments by it.' })
  isEnabled: boolean;
}

@ObjectType({ implements: () => Node, description: 'An order at a payment gateway.' })
export class GatewayOrder extends Node {
  @Field(() => Customer, { description: 'Whose charges it pays.' })
  customer: unknown;
  @Field({ description: 'The gateway.' })
  gateway: string;
  @Field(() => Money, { description: 'How much.' })
  amount: Money;
  @Field(() => GatewayOrderStateEnum, { description: 'Where it stands.' })
  state: string;
  @Field(() => Payment, { nullable: true, description: 'The payment, once it is paid.' })
  payment: unknown;
  @Field(() => DateTimeScalar, { description: 'Until when the payer can pay.' })
  expiresAt: Date;
}

@InputType({ description: 'A gateway with the company’s secret.' })
export class SetPaymentGatewayInput {
  @TextField({ description: 'Name of the gateway.', max: 40, matches: /^[a-z][a-z0-9-]*$/, example: 'sandbox' })
  gateway: string;
  @TextField({
    description:
      'Secret that the gateway gave the company; it is not shown again. The one that is there when left out.',
    nullable: true,
    min: 16,
    max: 4000,
  })
  secret?: string | null;
  @ValueField(() => Boolean, { description: 'Take payments by it?', defaultValue: true })
  isEnabled: boolean;
}

@ObjectType({ description: 'The gateway.' })
export class PaymentGatewayPayload {
  @Field(() => PaymentGatewayOffer, { description: 'The gateway.' })
  gateway: PaymentGatewayOffer;
}

@InputType({ description: 'What is to be paid by a gateway.' })
export class StartPaymentInput {
  @TextField({ description: 'Name of the gateway.', max: 40, matches: /^[a-z][a-z0-9-]*$/, example: 'sandbox' })
  gateway: string;
  @IdField('customer', {
    description: 'For staff: whose charges. A customer pays their own, and leaves it out.',
    nullable: true,
  })
  customerId?: string | null;
  @IdField('charge', { description: 'Charges to pay; all that is owed when left out.', nullable: true, list: true })
  chargeIds?: string[] | null;
  @NestedField(() => MoneyInput, {
    description: 'How much: less, or more to prepay. What is owed today, late fees included, when left out.',
    nullable: true,
  })
  amount?: MoneyInput | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'The order, and what the payer’s app hands to the gateway.' })
export class StartPaymentPayload {
  @Field(() => GatewayOrder, { description: 'The order.' })
  order: unknown;
  @Field(() => JsonScalar, { description: 'What the gateway’s own kit on the payer’s device takes.' })
  handover: unknown;
}
