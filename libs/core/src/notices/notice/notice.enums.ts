import { registerEnumType } from '@nestjs/graphql';

export enum NoticeState {
  DRAFT = 'DRAFT',
  SCHEDULED = 'SCHEDULED',
  PUBLISHED = 'PUBLISHED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(NoticeState, {
  name: 'NoticeState',
  description: 'Where a notice stands.',
  valuesMap: {
    DRAFT: { description: 'It is being written.' },
    SCHEDULED: { description: 'It is published at its time.' },
    PUBLISHED: { description: 'Its addressees see it, until it is over.' },
    WITHDRAWN: { description: 'Nobody but staff sees it any more.' },
  },
});
