import { IdField, TextField } from '@atrium/sdk';
import { InputType } from '@nestjs/graphql';

@InputType({ description: 'A photo to show with an event.' })
export class CommunityEventsPhotoInput {
  @IdField('community_events_event', { description: 'The event.' })
  eventId: string;
  @IdField('file', { description: 'An image that the caller has uploaded before.' })
  fileId: string;
  @TextField({ description: 'What it shows.', max: 200, nullable: true })
  caption?: string | null;
}

@InputType({ description: 'A photo to remove.' })
export class CommunityEventsRemovePhotoInput {
  @IdField('community_events_photo', { description: 'The photo.' })
  id: string;
}
