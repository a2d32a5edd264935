import { registerEnumType } from '@nestjs/graphql';
import { StateMachine, type Transition } from '../state/state-machine';

export enum WorkOrderState {
  OPEN = 'OPEN',
  IN_PROGRESS = 'IN_PROGRESS',
  DONE = 'DONE',
  CANCELLED = 'CANCELLED',
}
registerEnumType(WorkOrderState, {
  name: 'WorkOrderState',
  description: 'Where a work order stands.',
  valuesMap: {
    OPEN: { description: 'To be done.' },
    IN_PROGRESS: { description: 'Being worked on.' },
    DONE: { description: 'Done.' },
    CANCELLED: { description: 'Will not be done.' },
  },
});

const { OPEN, IN_PROGRESS, DONE, CANCELLED } = WorkOrderState;
/** Every allowed move of a work order. What is done can be taken up again while its ticket is open. */
export const workOrderMachine = new StateMachine<WorkOrderState, Transition<WorkOrderState>>([
  { from: OPEN, to: IN_PROGRESS },
  { from: OPEN, to: CANCELLED },
  { from: IN_PROGRESS, to: OPEN },
  { from: IN_PROGRESS, to: DONE },
  { from: IN_PROGRESS, to: CANCELLED },
  { from: DONE, to: IN_PROGRESS },
]);

export enum AppointmentState {
  BOOKED = 'BOOKED',
  DONE = 'DONE',
  MISSED_BY_CUSTOMER = 'MISSED_BY_CUSTOMER',
  MISSED_BY_STAFF = 'MISSED_BY_STAFF',
  CANCELLED = 'CANCELLED',
}
registerEnumType(AppointmentState, {
  name: 'AppointmentState',
  description: 'What became of an appointment.',
  valuesMap: {
    BOOKED: { description: 'It is to take place.' },
    DONE: { description: 'It took place.' },
    MISSED_BY_CUSTOMER: { description: 'Nobody was there (爽约).' },
    MISSED_BY_STAFF: { description: 'We did not come.' },
    CANCELLED: { description: 'It was called off.' },
  },
});
