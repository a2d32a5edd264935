import { defineMutation, defineQuery, encodeId, ref, readList } from '@atrium/sdk';
import {
  CommunityEventsFeedInput,
  CommunityEventsFeedPayload,
  CommunityEventsRevokeFeedInput,
  CommunityEventsRevokeFeedPayload,
  FEED,
  FeedList,
} from './calendar/feed.type';
import { createFeed, revokeFeed } from './calendar/feeds.service';
import {
  CommunityEventsCancelInput,
  CommunityEventsCreateInput,
  CommunityEventsEventPayload,
  CommunityEventsPublishInput,
  CommunityEventsUpdateInput,
} from './event/event.inputs';
import { EVENT, EventList } from './event/event.views';
import { cancelEvent, createEvent, publishEvent, updateEvent } from './event/events.service';
import { CHECK_IN, MANAGE, READ, REGISTER } from './permissions';
import { CommunityEventsPhotoInput, CommunityEventsRemovePhotoInput } from './photo/photo.inputs';
import { addPhoto, removePhoto } from './photo/photos.service';
import { checkIn } from './registration/check-in.service';
import {
  CommunityEventsCancelRegistrationInput,
  CommunityEventsCheckInInput,
  CommunityEventsCheckInPayload,
  CommunityEventsRegisterInput,
  CommunityEventsRegistrationPayload,
} from './registration/registration.inputs';
import { REGISTRATION, RegistrationList } from './registration/registration.views';
import { cancelRegistration, register } from './registration/registrations.service';
import type { Ctx } from './settings';

const shown = (id: string): CommunityEventsEventPayload => ({ event: ref(EVENT, id) });
/** Of one that was found by its code and lies out of the caller's sight, nothing more is told. */
async function shownRegistration(ctx: Ctx, id: string): Promise<CommunityEventsRegistrationPayload> {
  const [seen] = await ctx.db.query('SELECT FROM plg_community_events.registration WHERE id = $1', [id]);
  return { registration: seen ? ref(REGISTRATION, id) : null };
}

export const queries = {
  communityEvents: defineQuery<object, Ctx>({
    description: 'Events: to a customer those that are out and for them; to staff all of their communities.',
    permission: [READ, MANAGE],
    customersToo: true,
    type: () => EventList.Connection,
    args: EventList.Args,
    run: (_ctx, _args, info) => readList(EventList.definition, info),
  }),
  communityEventsRegistrations: defineQuery<object, Ctx>({
    description: 'Who takes part in events; to customers their own.',
    permission: [READ, REGISTER, CHECK_IN],
    customersToo: true,
    type: () => RegistrationList.Connection,
    args: RegistrationList.Args,
    run: (_ctx, _args, info) => readList(RegistrationList.definition, info),
  }),
  communityEventsFeeds: defineQuery<object, Ctx>({
    description: 'Addresses of calendars: of the company, to customers their own.',
    permission: MANAGE,
    customersToo: true,
    type: () => FeedList.Connection,
    args: FeedList.Args,
    run: (ctx, _args, info) =>
      readList(FeedList.definition, info, (t) => (ctx.actor.kind === 'CUSTOMER' ? [] : [`${t}.customer_id IS NULL`])),
  }),
};

export const mutations = {
  createCommunityEventsEvent: defineMutation<CommunityEventsCreateInput, CommunityEventsEventPayload, Ctx>({
    description: 'Plans an event, as a draft.',
    permission: MANAGE,
    input: CommunityEventsCreateInput,
    payload: CommunityEventsEventPayload,
    run: async (ctx, input) => shown(await createEvent(ctx, input)),
  }),
  updateCommunityEventsEvent: defineMutation<CommunityEventsUpdateInput, CommunityEventsEventPayload, Ctx>({
    description: 'Changes an event; of one that is over, only what it has cost.',
    permission: MANAGE,
    input: CommunityEventsUpdateInput,
    payload: CommunityEventsEventPayload,
    run: async (ctx, input) => {
      await updateEvent(ctx, input);
      return shown(input.id);
    },
  }),
  publishCommunityEventsEvent: defineMutation<CommunityEventsPublishInput, CommunityEventsEventPayload, Ctx>({
    description: 'Shows an event to its audience, who can register from then on.',
    permission: MANAGE,
    input: CommunityEventsPublishInput,
    payload: CommunityEventsEventPayload,
    run: async (ctx, input) => {
      await publishEvent(ctx, input);
      return shown(input.id);
    },
  }),
  cancelCommunityEventsEvent: defineMutation<CommunityEventsCancelInput, CommunityEventsEventPayload, Ctx>({
    description: 'Cancels an event.',
    permission: MANAGE,
    input: CommunityEventsCancelInput,
    payload: CommunityEventsEventPayload,
    run: async (ctx, input) => {
      await cancelEvent(ctx, input);
      return shown(input.id);
    },
  }),
  registerForCommunityEvents: defineMutation<CommunityEventsRegisterInput, CommunityEventsRegistrationPayload, Ctx>({
    description:
      'Registers the calling customer, or one that staff name: with a place, or in the waiting list. CONFLICT when it is full, or the household has no more places.',
    permission: REGISTER,
    customersToo: true,
    input: CommunityEventsRegisterInput,
    payload: CommunityEventsRegistrationPayload,
    run: async (ctx, input) => shownRegistration(ctx, await register(ctx, input)),
  }),
  cancelCommunityEventsRegistration: defineMutation<
    CommunityEventsCancelRegistrationInput,
    CommunityEventsRegistrationPayload,
    Ctx
  >({
    description: 'Takes a registration back before the event begins; the head of the waiting list moves up.',
    permission: REGISTER,
    customersToo: true,
    input: CommunityEventsCancelRegistrationInput,
    payload: CommunityEventsRegistrationPayload,
    run: async (ctx, input) => {
      await cancelRegistration(ctx, input);
      return shownRegistration(ctx, input.id);
    },
  }),
  checkInCommunityEvents: defineMutation<CommunityEventsCheckInInput, CommunityEventsCheckInPayload, Ctx>({
    description: 'Checks somebody in. A code is good once: CONFLICT the second time.',
    permission: CHECK_IN,
    input: CommunityEventsCheckInInput,
    payload: CommunityEventsCheckInPayload,
    run: async (ctx, input) => {
      const { id, people } = await checkIn(ctx, input);
      return { ...(await shownRegistration(ctx, id)), people };
    },
  }),
  addCommunityEventsPhoto: defineMutation<CommunityEventsPhotoInput, CommunityEventsEventPayload, Ctx>({
    description: 'Shows an uploaded image with an event.',
    permission: MANAGE,
    input: CommunityEventsPhotoInput,
    payload: CommunityEventsEventPayload,
    run: async (ctx, input) => {
      await addPhoto(ctx, input);
      return shown(input.eventId);
    },
  }),
  removeCommunityEventsPhoto: defineMutation<CommunityEventsRemovePhotoInput, CommunityEventsEventPayload, Ctx>({
    description: 'Shows a photo no longer.',
    permission: MANAGE,
    input: CommunityEventsRemovePhotoInput,
    payload: CommunityEventsEventPayload,
    run: async (ctx, input) => shown(await removePhoto(ctx, input)),
  }),
  createCommunityEventsFeed: defineMutation<CommunityEventsFeedInput, CommunityEventsFeedPayload, Ctx>({
    description: 'Makes an address from which calendars show events: a customer’s own are those it is registered to.',
    permission: MANAGE,
    customersToo: true,
    input: CommunityEventsFeedInput,
    payload: CommunityEventsFeedPayload,
    run: async (ctx, input) => {
      const { id, url } = await createFeed(ctx, input);
      return { feed: ref(FEED, id), url };
    },
  }),
  revokeCommunityEventsFeed: defineMutation<CommunityEventsRevokeFeedInput, CommunityEventsRevokeFeedPayload, Ctx>({
    description: 'Makes the address of a calendar useless.',
    permission: MANAGE,
    customersToo: true,
    input: CommunityEventsRevokeFeedInput,
    payload: CommunityEventsRevokeFeedPayload,
    run: async (ctx, input) => {
      await revokeFeed(ctx, input);
      return { revokedId: encodeId(FEED, input.id) };
    },
  }),
};
