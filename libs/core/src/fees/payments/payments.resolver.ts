import {
  Allow,
  AllowWhileSuspended,
  currentTenant,
  db,
  ForCustomers,
  IdArg,
  readList,
  readOne,
  ref,
} from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { feePermissions } from '../fees.permissions';
import { shownMoney } from '../money';
import {
  Payment,
  PaymentPayload,
  PrepaidBalance,
  RecordPaymentInput,
  RefundPaymentInput,
  ReversePaymentInput,
} from './payment.types';
import { PaymentList, paymentView } from './payment.views';
import { PaymentsService } from './payments.service';
import { ReturnsService } from './returns.service';

const READ = feePermissions['fee:read'];

@Resolver()
export class PaymentsResolver {
  constructor(
    private readonly payments: PaymentsService,
    private readonly returns: ReturnsService,
  ) {}

  @ForCustomers({ staffWith: [READ] })
  @Query(() => PaymentList.Connection, { name: 'payments', description: 'Payments (实收). Customers see their own.' })
  list(@Args({ type: () => PaymentList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(PaymentList.definition, info);
  }

  @ForCustomers({ staffWith: [READ] })
  @Query(() => Payment, { description: 'One payment.' })
  payment(
    @IdArg('id', 'payment', { description: 'The payment.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(paymentView, id, info);
  }

  @Allow(READ)
  @Query(() => [PrepaidBalance], { description: 'What a customer has prepaid and not used.' })
  async prepaidBalances(
    @IdArg('customerId', 'customer', { description: 'The customer.' }) customerId: string,
  ): Promise<PrepaidBalance[]> {
    const rows = await db().query<{ item: string | null; balance: string }>(
      `SELECT fee_item_id AS item, balance::text FROM atrium.fee_prepaid WHERE customer_id = $1 AND balance > 0
       ORDER BY fee_item_id NULLS FIRST`,
      [customerId],
    );
    const { currency } = currentTenant();
    return rows.map(({ item, balance }) => ({
      feeItem: item && ref('fee_item', item),
      amount: shownMoney(BigInt(balance), currency),
    }));
  }

  @AllowWhileSuspended(feePermissions['payment:record'])
  @Mutation(() => PaymentPayload, {
    description:
      'Records a payment: late fees are posted as of its value date, it pays as designated, then the oldest due, and what remains is prepaid. CONFLICT for a reference that is there.',
  })
  async recordPayment(@Args('input') input: RecordPaymentInput): Promise<PaymentPayload> {
    return { payment: ref('payment', await this.payments.record(input)) };
  }

  @Allow(feePermissions['payment:return'])
  @Mutation(() => PaymentPayload, {
    description:
      'Gives money back: what is prepaid first, then what it paid, newest first; those charges are open again. Never more than is left of the payment.',
  })
  async refundPayment(@Args('input') input: RefundPaymentInput): Promise<PaymentPayload> {
    await this.returns.refund(input);
    return { payment: ref('payment', input.paymentId) };
  }

  @Allow(feePermissions['payment:return'])
  @Mutation(() => PaymentPayload, {
    description:
      'Reverses a payment (红冲): new entries below zero, as of its value date. CONFLICT where something was given back.',
  })
  async reversePayment(@Args('input') input: ReversePaymentInput): Promise<PaymentPayload> {
    await this.returns.reverse(input);
    return { payment: ref('payment', input.paymentId) };
  }
}
