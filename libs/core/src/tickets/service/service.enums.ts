import { registerEnumType } from '@nestjs/graphql';
import { StateMachine, type Transition } from '../state/state-machine';

export enum ServiceItemKind {
  SERVICE = 'SERVICE',
  LABOUR = 'LABOUR',
  MATERIAL = 'MATERIAL',
}
registerEnumType(ServiceItemKind, {
  name: 'ServiceItemKind',
  description: 'What is paid for.',
  valuesMap: {
    SERVICE: { description: 'A service at a fixed price.' },
    LABOUR: { description: 'Working time (工时费).' },
    MATERIAL: { description: 'Material (材料费).' },
  },
});

export enum QuotationState {
  DRAFT = 'DRAFT',
  OFFERED = 'OFFERED',
  ACCEPTED = 'ACCEPTED',
  DONE = 'DONE',
  CONFIRMED = 'CONFIRMED',
  CHARGED = 'CHARGED',
  DECLINED = 'DECLINED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(QuotationState, {
  name: 'QuotationState',
  description: 'Where a paid service stands.',
  valuesMap: {
    DRAFT: { description: 'Being written; the customer sees nothing of it.' },
    OFFERED: { description: 'The customer is to decide.' },
    ACCEPTED: { description: 'It is to be done.' },
    DONE: { description: 'Done; the customer is to confirm it.' },
    CONFIRMED: { description: 'The customer has confirmed it: it is about to be charged.' },
    CHARGED: { description: 'Charged in the books.' },
    DECLINED: { description: 'The customer does not want it.' },
    WITHDRAWN: { description: 'The company has taken it back.' },
  },
});

const { DRAFT, OFFERED, ACCEPTED, DONE, CONFIRMED, CHARGED, DECLINED, WITHDRAWN } = QuotationState;
/** Every allowed move of a quotation. Who objects to what was done has it taken up again. */
export const quotationMachine = new StateMachine<QuotationState, Transition<QuotationState>>([
  { from: DRAFT, to: OFFERED },
  { from: DRAFT, to: WITHDRAWN },
  { from: OFFERED, to: ACCEPTED },
  { from: OFFERED, to: DECLINED },
  { from: OFFERED, to: WITHDRAWN },
  { from: ACCEPTED, to: DONE },
  { from: ACCEPTED, to: WITHDRAWN },
  { from: DONE, to: CONFIRMED },
  { from: DONE, to: ACCEPTED },
  { from: CONFIRMED, to: CHARGED },
]);
