import { registerEnumType } from '@nestjs/graphql';

export enum EventKind {
  ACTIVITY = 'ACTIVITY',
  FORUM = 'FORUM',
  TRAINING = 'TRAINING',
  NOTICE_ONLY = 'NOTICE_ONLY',
}
registerEnumType(EventKind, {
  name: 'CommunityEventsKind',
  description: 'What kind of event it is.',
  valuesMap: {
    ACTIVITY: { description: 'An activity of the community, such as a festival.' },
    FORUM: { description: 'A meeting of owners and company (恳谈会).' },
    TRAINING: { description: 'A training, such as a fire drill.' },
    NOTICE_ONLY: { description: 'It is told of; nobody registers.' },
  },
});

export enum EventState {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
  CANCELLED = 'CANCELLED',
  FINISHED = 'FINISHED',
}
registerEnumType(EventState, {
  name: 'CommunityEventsState',
  description: 'Where an event stands.',
  valuesMap: {
    DRAFT: { description: 'It is being planned; customers do not see it.' },
    PUBLISHED: { description: 'Its audience sees it and registers.' },
    CANCELLED: { description: 'It does not take place.' },
    FINISHED: { description: 'It is over; who took part is asked how it was.' },
  },
});
