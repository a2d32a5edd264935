import { defineView, f, type View } from '@atrium/sdk';
import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A photo of an event.' })
export class CommunityEventsPhoto {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id: string;
  @Field({ description: 'What a download is saved as.' })
  name: string;
  @Field({ description: 'Media type, e.g. `image/jpeg`.' })
  contentType: string;
  @Field(() => String, { nullable: true, description: 'What it shows.' })
  caption: string | null;
}

export const PHOTO = 'community_events_photo';

export const photoView: View = defineView({
  type: 'CommunityEventsPhoto',
  idType: PHOTO,
  table: 'plg_community_events.photo',
  forCustomers: ['id', 'name', 'contentType', 'caption', 'url'],
  fields: {
    id: f.id(PHOTO),
    name: f.column('name'),
    contentType: f.column('content_type'),
    caption: f.column('caption'),
  },
});
