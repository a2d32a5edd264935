import { meterOfUnit, newCharge, newSkip, previewedRun, queuedRun, sharedItem, stoppedRun } from './fee-makers';
import { FRESH, freshly, idOf, OMITTED, type Samples, value } from './samples';

/** What the fields of fees demand. */
export const feeSamples: Samples['values'] = {
  'AssignFeeInput.feeItemId': [FRESH],
  'AssignFeeInput.unitId': [idOf('unit')],
  'AssignFeeInput.meterId': [freshly(meterOfUnit)],
  'AssignFeeInput.endsOn': [value('2027-03-11')],
  'OwnPriceInput.endsOn': [value('2027-03-11')],
  'FeePayerInput.endsOn': [value('2027-03-11')],
  'ApplyFeeDiscountInput.assignmentId': [FRESH],
  'ApplyFeeDiscountInput.kind': [value('VACANT')],
  'ApplyFeeDiscountInput.endsOn': [value('2027-03-11')],
  'CreateMeterInput.rollsOverAt': [value('100000')],
  'CreateMeterInput.firstValue': [value('10')],
  'RecordMeterReadingInput.meterId': [FRESH],
  'RecordMeterReadingInput.readOn': [value('2026-04-01')],
  'RecordMeterReadingInput.value': [value('20')],
  'RecordMeterReadingInput.rolledOver': [OMITTED],
  'RecordMeterReadingInput.replacement': [OMITTED],
  'Mutation.inspectFeeDiscount.input.id': [FRESH],
  'Mutation.decideFeeDiscount.input.id': [FRESH],
  'DecideFeeDiscountInput.approve': [value(false)],
  'EndFeeDiscountInput.endsOn': [value('2026-06-01')],
  'PreviewBillingRunInput.month': [value('2026-01')],
  'PreviewBillingRunInput.billedOn': [value('2026-01-01')],
  'PreviewBillingRunInput.communityIds': [{ is: 'list', items: [idOf('community')] }],
  'Query.billingPreview.after': [OMITTED],
  'Query.billingPreview.first': [value(10)],
  'Mutation.commitBillingRun.input.id': [freshly(previewedRun)],
  'Mutation.cancelBillingRun.input.id': [freshly(queuedRun)],
  'Mutation.resumeBillingRun.input.id': [freshly(stoppedRun)],
  'EnterSharedCostInput.feeItemId': [freshly(sharedItem)],
  'EnterSharedCostInput.startsOn': [value('2026-02-01')],
  'EnterSharedCostInput.endsOn': [value('2026-03-01')],
};

/** Objects of fees that take more than a call to make. */
export const feeMakers: Samples['makers'] = { charge: newCharge, billing_skip: newSkip };
