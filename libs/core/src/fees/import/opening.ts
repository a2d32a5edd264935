import type { Minor } from '../exact/money';
import type { OpeningKind } from './opening.fields';

/** A balance as it is to be entered. */
export interface Opening {
  readonly id: string;
  readonly key: string;
  readonly kind: OpeningKind;
  readonly communityId: string;
  readonly unitId: string | null;
  readonly customerId: string;
  readonly feeItemId: string | null;
  /** Null: it is money that was prepaid. */
  readonly debt: {
    readonly chargeId: string;
    readonly dueOn: string;
    readonly from: string;
    readonly to: string;
  } | null;
  readonly amount: Minor;
  readonly lateFee: Minor;
  readonly asOf: string;
}
