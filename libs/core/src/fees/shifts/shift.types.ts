import {
  DateTimeScalar,
  IdempotencyKeyField,
  IdField,
  Money,
  MoneyInput,
  NestedField,
  Node,
  TextField,
  VersionField,
} from '@atrium/sdk';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Community } from '../../properties';
import { graphqlEnum } from '../enums';

export const ShiftStateEnum = graphqlEnum('CashierShiftState', 'Where a cashier’s shift stands.', {
  OPEN: 'Cash is taken and given back in it.',
  CLOSED: 'Counted and closed.',
  HANDED_OVER: 'Its cash was handed over to the next (交班).',
});
export type ShiftState = keyof typeof ShiftStateEnum;

@ObjectType({ implements: () => Node, description: 'A cashier’s shift: opened with a float, closed with a count.' })
export class CashierShift extends Node {
  @Field(() => Community, { description: 'Where the till is.' })
  community: unknown;
  @Field(() => ID, { description: 'The account of whose till it is.' })
  cashierId: string;
  @Field(() => ShiftStateEnum, { description: 'Where it stands.' })
  state: string;
  @Field(() => Money, { description: 'Cash it began with.' })
  opening: Money;
  @Field(() => Money, { nullable: true, description: 'Cash there should have been when it was closed.' })
  expected: Money | null;
  @Field(() => Money, { nullable: true, description: 'Cash that was counted.' })
  counted: Money | null;
  @Field(() => String, { nullable: true, description: 'Why the two differ, or what else is to be known.' })
  note: string | null;
  @Field(() => CashierShift, { nullable: true, description: 'The shift whose cash it took over.' })
  follows: unknown;
  @Field(() => DateTimeScalar, { description: 'When it was opened.' })
  openedAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was closed.' })
  closedAt: Date | null;
  @Field(() => Int, { description: 'Rises with each change.' })
  version: number;
}

@InputType({ description: 'A shift of the caller’s own that begins.' })
export class OpenCashierShiftInput {
  @IdField('community', { description: 'Where the till is.' })
  communityId: string;
  @NestedField(() => MoneyInput, { description: 'Cash that is in the till, 0 or more, as the cashier counts it.' })
  opening: MoneyInput;
  @IdField('cashier_shift', {
    description: 'A closed shift of somebody else whose cash is taken over: `opening` is what was counted then.',
    nullable: true,
  })
  takesOverId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'The end of a shift of the caller’s own.' })
export class CloseCashierShiftInput {
  @IdField('cashier_shift', { description: 'The shift.' })
  id: string;
  @VersionField()
  version: number;
  @NestedField(() => MoneyInput, { description: 'Cash that was counted, 0 or more.' })
  counted: MoneyInput;
  @TextField({ description: 'Why it is not what it should be; needed then.', nullable: true, max: 500 })
  note?: string | null;
}

@ObjectType({ description: 'The shift.' })
export class CashierShiftPayload {
  @Field(() => CashierShift, { description: 'The shift.' })
  shift: unknown;
}
