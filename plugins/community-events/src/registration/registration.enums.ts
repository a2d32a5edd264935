import { registerEnumType } from '@nestjs/graphql';

export enum RegistrationState {
  CONFIRMED = 'CONFIRMED',
  WAITING = 'WAITING',
  CANCELLED = 'CANCELLED',
  ATTENDED = 'ATTENDED',
  NO_SHOW = 'NO_SHOW',
  NOT_PLACED = 'NOT_PLACED',
}
registerEnumType(RegistrationState, {
  name: 'CommunityEventsRegistrationState',
  description: 'Where a registration stands.',
  valuesMap: {
    CONFIRMED: { description: 'It has its places.' },
    WAITING: { description: 'It stands in the waiting list.' },
    CANCELLED: { description: 'It was taken back.' },
    ATTENDED: { description: 'They were checked in.' },
    NO_SHOW: { description: 'They had places and did not come.' },
    NOT_PLACED: { description: 'The event is over, and there never was a place.' },
  },
});
