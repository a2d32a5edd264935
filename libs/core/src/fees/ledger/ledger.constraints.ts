import { registerConstraint } from '@atrium/sdk';
import { ledgerMessages } from './ledger.messages';

registerConstraint('fee_period_open', ledgerMessages.closed, 'input.bookedOn');
registerConstraint('fee_charge_no_overlap', ledgerMessages.overlap, undefined, { retryable: true });
registerConstraint('fee_charge_live', ledgerMessages.overlap, undefined, { retryable: true });
registerConstraint('fee_charge_principal_due_check', ledgerMessages.moreThanDue, undefined, { retryable: true });
registerConstraint('fee_charge_late_fee_due_check', ledgerMessages.moreThanDue, undefined, { retryable: true });
registerConstraint('fee_prepaid_not_below_zero', ledgerMessages.moreThanPrepaid, undefined, { retryable: true });
