import { Allow, defineList, defineView, f, filter, IdArg, type ListTypes, readList, ref, type View } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { customerView } from '../../customers';
import { feePermissions } from '../fees.permissions';
import { moneyField, shownMoney } from '../money';
import { paymentView } from '../payments/payment.views';
import { fitsOwed } from './bank-line';
import { BankMatching, candidatesOf } from './bank-matching';
import {
  BankLine,
  BankLineCandidate,
  BankLinePayload,
  BankLineStateEnum,
  IgnoreBankLineInput,
  MatchBankLineInput,
} from './bank.types';

const MATCH = feePermissions['bank-statement:match'];

const bankLineView: View = defineView({
  type: 'BankLine',
  idType: 'bank_line',
  table: 'atrium.fee_bank_line',
  nodeAccess: ['bank-statement:match'],
  fields: {
    id: f.id('bank_line'),
    account: f.column('account'),
    reference: f.column('reference'),
    bookedOn: f.date('booked_on'),
    amount: moneyField('amount'),
    payerName: f.column('payer_name'),
    payerAccount: f.column('payer_account'),
    remark: f.column('remark'),
    state: f.column('state'),
    matchedBy: f.column('matched_by'),
    payment: f.one(() => paymentView, 'payment_id'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
    ),
    reason: f.column('reason'),
    version: f.column('version'),
  },
});

const BankLineList: ListTypes = defineList({
  view: bankLineView,
  node: BankLine,
  filters: {
    state: filter.enum('BankLineState', BankLineStateEnum, 'state', 'By where they stand.'),
    customer: filter.id('customer', 'customer_id', 'Of this customer.'),
    reference: filter.text('reference', 'By reference.'),
    bookedOn: filter.date('booked_on', 'By day.'),
  },
  orders: { BOOKED: { columns: [{ column: 'booked_on', type: 'date' }], description: 'By day.' } },
  defaultOrder: { field: 'BOOKED', direction: 'DESC' },
});

@Resolver()
export class BankResolver {
  constructor(private readonly matching: BankMatching) {}

  @Allow(MATCH)
  @Query(() => BankLineList.Connection, {
    description: 'Lines of bank statements; those that wait are for who sees the whole company.',
  })
  bankLines(
    @Args({ type: () => BankLineList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(BankLineList.definition, info);
  }

  @Allow(MATCH)
  @Query(() => [BankLineCandidate], {
    description: 'Customers whom a line can be of: of the payer’s name, or who owe just what came in. At most 100.',
  })
  async bankLineCandidates(
    @IdArg('id', 'bank_line', { description: 'The line.' }) id: string,
  ): Promise<BankLineCandidate[]> {
    const { line, payers } = await candidatesOf(id);
    return payers
      .map(({ customerId, owed }) => ({
        customer: ref('customer', customerId),
        owed: shownMoney(
          owed.reduce((sum, one) => sum + one, 0n),
          line.currency,
        ),
        fits: fitsOwed(line.amount, owed),
      }))
      .toSorted((a, b) => (a.fits === b.fits ? 0 : a.fits ? -1 : 1));
  }

  @Allow(MATCH)
  @Mutation(() => BankLinePayload, {
    description: 'Says whose a line is: it is recorded as a payment, with the bank’s reference.',
  })
  async matchBankLine(@Args('input') input: MatchBankLineInput): Promise<BankLinePayload> {
    await this.matching.match(input);
    return { line: ref('bank_line', input.id) };
  }

  @Allow(MATCH)
  @Mutation(() => BankLinePayload, { description: 'Says that a line is no payment of a customer.' })
  async ignoreBankLine(@Args('input') input: IgnoreBankLineInput): Promise<BankLinePayload> {
    await this.matching.ignore(input);
    return { line: ref('bank_line', input.id) };
  }
}
