import {
  DateTimeScalar,
  DecimalScalar,
  IdempotencyKeyField,
  IdField,
  Money,
  MoneyInput,
  NestedField,
  Node,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayNotEmpty } from 'class-validator';
import { ChargeType, FeeItemType } from '../../fees';
import { note } from '../ticket/ticket.inputs';
import { Ticket } from '../ticket/ticket.type';
import { QuotationState, ServiceItemKind } from './service.enums';

const when = (description: string): PropertyDecorator => Field(() => DateTimeScalar, { nullable: true, description });
const words = (description: string): PropertyDecorator => Field(() => String, { nullable: true, description });
const name = { description: 'Name, unique in the price list.', max: 100 };
const unit = { description: 'What is counted, e.g. 次, 小时, 个.', max: 20 };
const about = { description: 'What it includes.', max: 2000, multiline: true, nullable: true };

@ObjectType({ implements: () => Node, description: 'An entry of the price list of paid services (有偿服务价目).' })
export class ServiceItem extends Node {
  @Field({ description: 'Name.' })
  name: string;
  @Field(() => ServiceItemKind, { description: 'What is paid for.' })
  kind: ServiceItemKind;
  @Field({ description: 'What is counted.' })
  unit: string;
  @Field(() => Money, { description: 'Price of one, with tax.' })
  price: Money;
  @words('What it includes.')
  description: string | null;
  @Field(() => FeeItemType, { description: 'The fee item it is charged as.' })
  feeItem: unknown;
  @Field({ description: 'Can it be offered?' })
  isActive: boolean;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@ObjectType({ description: 'A line of a quotation.' })
export class QuotationLine {
  @Field(() => ID, { description: 'Id of the line.' })
  id: string;
  @Field(() => ServiceItemKind, { description: 'What is paid for.' })
  kind: ServiceItemKind;
  @Field({ description: 'What it is.' })
  description: string;
  @Field({ description: 'What is counted.' })
  unit: string;
  @Field(() => Money, { description: 'Price of one, with tax.' })
  unitPrice: Money;
  @Field(() => DecimalScalar, { description: 'So many are offered.' })
  quantity: string;
  @Field(() => Money, { description: 'Quantity times price, half-up to the smallest unit.' })
  amount: Money;
  @Field(() => DecimalScalar, { nullable: true, description: 'So many were used; null until it is done.' })
  used: string | null;
}

@ObjectType({
  implements: () => Node,
  description: 'What a paid service is to cost: offered, accepted, done, confirmed by the customer, charged.',
})
export class Quotation extends Node {
  @Field(() => Ticket, { description: 'The ticket.' })
  ticket: unknown;
  @Field(() => Int, { description: 'Number within the ticket.' })
  number: number;
  @Field(() => QuotationState, { description: 'Where it stands.' })
  state: QuotationState;
  @Field(() => [QuotationState], { description: 'States it can go to from here.' })
  allowedMoves: QuotationState[];
  @Field(() => [QuotationLine], { description: 'Its lines.' })
  lines: QuotationLine[];
  @Field(() => Money, { description: 'What is offered, with tax.' })
  amount: Money;
  @Field(() => Money, { nullable: true, description: 'What it came to, never more; null until it is done.' })
  finalAmount: Money | null;
  @Field(() => DateTimeScalar, { description: 'It can be accepted until then.' })
  validUntil: Date;
  @words('What the customer is to know.')
  note: string | null;
  @when('When it was offered.')
  offeredAt: Date | null;
  @when('When it was accepted or declined.')
  decidedAt: Date | null;
  @when('When it was done.')
  doneAt: Date | null;
  @when('When the customer confirmed it.')
  confirmedAt: Date | null;
  @words('How the customer’s word is proven, where staff noted it.')
  proof: string | null;
  @Field(() => [ChargeType], { description: 'What was charged: one for each fee item. Needs `fee:read`.' })
  charges: unknown[];
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@InputType({ description: 'An entry of the price list.' })
export class CreateServiceItemInput {
  @TextField(name)
  name: string;
  @ValueField(() => ServiceItemKind, { description: 'What is paid for.' })
  kind: ServiceItemKind;
  @TextField(unit)
  unit: string;
  @NestedField(() => MoneyInput, { description: 'Price of one, with tax.' })
  price: MoneyInput;
  @IdField('fee_item', { description: 'The fee item it is charged as: whose income it is, its tax, when it is due.' })
  feeItemId: string;
  @TextField(about)
  description?: string | null;
}

@InputType({ description: 'Changes to an entry of the price list; quotations that were made stay as they are.' })
export class UpdateServiceItemInput {
  @IdField('service_item', { description: 'The entry.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...name, nullable: true, min: 1 })
  name?: string | null;
  @NestedField(() => MoneyInput, { description: 'Price of one, with tax.', nullable: true })
  price?: MoneyInput | null;
  @TextField(about)
  description?: string | null;
  @ValueField(() => Boolean, { description: 'Can it be offered?', nullable: true })
  isActive?: boolean | null;
}

@InputType({ description: 'A line: an entry of the price list, or anything else with its price and fee item.' })
export class QuotationLineInput {
  @IdField('service_item', { description: 'The entry of the price list.', nullable: true })
  serviceItemId?: string | null;
  @ValueField(() => ServiceItemKind, { description: 'What is paid for; as the entry says.', nullable: true })
  kind?: ServiceItemKind | null;
  @IdField('fee_item', { description: 'The fee item it is charged as; as the entry says.', nullable: true })
  feeItemId?: string | null;
  @TextField({ description: 'What it is; the name of the entry, when left out.', max: 200, nullable: true })
  description?: string | null;
  @TextField({ ...unit, nullable: true })
  unit?: string | null;
  @NestedField(() => MoneyInput, { description: 'Price of one, with tax; as the entry says.', nullable: true })
  unitPrice?: MoneyInput | null;
  @ValueField(() => DecimalScalar, { description: 'So many, above 0, with at most 3 decimals.' })
  quantity: string;
}

@InputType({ description: 'A quotation for a ticket, whose customer will pay.' })
export class CreateQuotationInput {
  @IdField('ticket', { description: 'The ticket; it has a customer and a community.' })
  ticketId: string;
  @NestedField(() => QuotationLineInput, { description: 'The lines, 1 to 50.', list: true })
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  lines: QuotationLineInput[];
  @ValueField(() => DateTimeScalar, { description: 'It can be accepted until then.' })
  validUntil: Date;
  @TextField(note('What the customer is to know.'))
  note?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A quotation that is offered, or taken back.' })
export class QuotationIdInput {
  @IdField('quotation', { description: 'The quotation.' })
  id: string;
  @VersionField()
  version: number;
}

@InputType({ description: 'The customer’s decision on a quotation, or on what was done.' })
export class DecideQuotationInput {
  @IdField('quotation', { description: 'The quotation.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => Boolean, { description: 'Yes or no.' })
  accept: boolean;
  @TextField(note('Of customers: what is wrong, if not. Of staff: how the customer’s word is proven, which is needed.'))
  note?: string | null;
}

@InputType({ description: 'What was used of a line.' })
export class UsedLineInput {
  @IdField('quotation_line', { description: 'The line.' })
  lineId: string;
  @ValueField(() => DecimalScalar, { description: 'So many, from 0 to what was offered, with at most 3 decimals.' })
  quantity: string;
}

@InputType({ description: 'A paid service that is done.' })
export class CompleteServiceInput {
  @IdField('quotation', { description: 'The quotation.' })
  id: string;
  @VersionField()
  version: number;
  @NestedField(() => UsedLineInput, {
    description: 'Lines of which less was used than offered; the others were used as offered.',
    list: true,
    nullable: true,
  })
  @ArrayMaxSize(50)
  used?: UsedLineInput[] | null;
}

@ObjectType({ description: 'The entry of the price list.' })
export class ServiceItemPayload {
  @Field(() => ServiceItem, { description: 'The entry.' })
  serviceItem: unknown;
}

@ObjectType({ description: 'The quotation as it is now.' })
export class QuotationPayload {
  @Field(() => Quotation, { description: 'The quotation.' })
  quotation: unknown;
}
