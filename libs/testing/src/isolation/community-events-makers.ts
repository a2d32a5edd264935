import { change } from './core-makers';
import { newResident, type Resident } from './resident-makers';
import { residents } from './survey-makers';
import type { Belonging, PartOf, RouteSample, Samples } from './samples';
import type { Tools } from './tools';
import type { World } from './world';

const MINUTE_MS = 60_000;
/** One white dot. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);

/** So long before its start that an event takes registrations, and lets people in, while the proof runs. */
export const startsAt = (_world: World, { platform }: Tools): string => at(platform.clock.now(), 110);
export const endsAt = (_world: World, { platform }: Tools): string => at(platform.clock.now(), 230);
const at = (now: Date, minutes: number): string => new Date(now.getTime() + minutes * MINUTE_MS).toISOString();

type Shown = { readonly event: { readonly id: string; readonly version: number } };
const SHOWN = 'event { id version }';

/** An event of the world's first community; answers its id. */
export async function draftEvent(world: World, tools: Tools, more: object = {}): Promise<string> {
  const input = {
    ...{ kind: 'ACTIVITY', title: world.text('words'), description: world.text('words'), place: world.text('words') },
    ...{ communityId: world.id('community'), startsAt: startsAt(world, tools), endsAt: endsAt(world, tools) },
    ...{ capacity: 20, householdLimit: 5, notifies: false, budget: { amount: '10.00', currency: 'CNY' } },
    ...more,
  };
  const { client } = world.owner;
  const made = await change<Shown>(client, 'createCommunityEventsEvent', 'CommunityEventsCreateInput', input, SHOWN);
  return made.event.id;
}

async function published(world: World, tools: Tools, more: object = {}): Promise<Shown['event']> {
  const id = await draftEvent(world, tools, more);
  const { client } = world.owner;
  const input = { id, version: 1 };
  const made = await change<Shown>(client, 'publishCommunityEventsEvent', 'CommunityEventsPublishInput', input, SHOWN);
  // Whoever lives there is noted as invited.
  await tools.platform.runJobs();
  return made.event;
}

export const publishedEvent = async (world: World, tools: Tools): Promise<string> => (await published(world, tools)).id;

/** Takes a place, or one in the waiting list; answers the registration's id. */
async function takePart(world: World, eventId: string, { customerId, unitId }: Resident, note: string) {
  const input = { eventId, customerId, unitId, note };
  type Made = { readonly registration: { readonly id: string } };
  const selection = 'registration { id }';
  const { client } = world.owner;
  return (await change<Made>(client, 'registerForCommunityEvents', 'CommunityEventsRegisterInput', input, selection))
    .registration.id;
}

export async function registration(world: World, tools: Tools): Promise<string> {
  const eventId = await publishedEvent(world, tools);
  const resident = await newResident(world);
  return takePart(world, eventId, resident, world.text('words'));
}

export async function picture(world: World, { platform }: Tools): Promise<string> {
  return platform.upload(world.owner.client, { fileName: 'dot.png', content: PNG, contentType: 'image/png' });
}

export async function photo(world: World, tools: Tools): Promise<string> {
  const eventId = await publishedEvent(world, tools);
  const input = { eventId, fileId: await picture(world, tools), caption: world.text('words') };
  type Payload = { readonly event: { readonly photos: readonly { readonly id: string }[] } };
  const selection = 'event { photos { id } }';
  const { client } = world.owner;
  return (await change<Payload>(client, 'addCommunityEventsPhoto', 'CommunityEventsPhotoInput', input, selection)).event
    .photos[0]!.id;
}

/** Who is tried with where arguments must fit each other. */
interface Cast {
  readonly newcomer: Resident;
  readonly eventId: string;
  /** At that event. */
  readonly registrationId: string;
}
const casts = new WeakMap<World, Promise<Cast>>();

export function castOf(world: World, tools: Tools): Promise<Cast> {
  const known = casts.get(world);
  if (known) return known;
  const made = (async () => {
    const [newcomer, guest] = [await newResident(world), await newResident(world)];
    const eventId = await publishedEvent(world, tools);
    return { newcomer, eventId, registrationId: await takePart(world, eventId, guest, world.text('words')) };
  })();
  casts.set(world, made);
  return made;
}

/** Events that are cancelled and over-booked, one whose guests have come, and one that has cost something. */
export async function eventsOfEveryShape(world: World, tools: Tools): Promise<void> {
  const { client } = world.owner;
  const cancelled = await published(world, tools);
  const reason = { ...cancelled, reason: world.text('words') };
  await change(client, 'cancelCommunityEventsEvent', 'CommunityEventsCancelInput', reason, '__typename');
  const full = await published(world, tools, {
    capacity: 1,
    spent: { amount: '9.00', currency: 'CNY' },
    remindHours: 1,
  });
  const came = await takePart(world, full.id, await newResident(world), world.text('words'));
  const waits = await takePart(world, full.id, await newResident(world), world.text('words'));
  const input = { eventId: full.id, registrationId: came };
  await change(client, 'checkInCommunityEvents', 'CommunityEventsCheckInInput', input, '__typename');
  await takePart(world, full.id, await newResident(world), world.text('words'));
  const back = { id: waits };
  const type = 'CommunityEventsCancelRegistrationInput';
  await change(client, 'cancelCommunityEventsRegistration', type, back, '__typename');
  await draftEvent(world, tools, { segmentId: await residents(world) });
  await castOf(world, tools);
}

/** Each customer takes part in one event of the company's, and has a calendar. */
const ownRegistration: Belonging = async (home, { id, company }, tools) => {
  const { eventId } = await castOf(company, tools);
  const input = { eventId, customerId: id, note: home.text('words') };
  type Made = { readonly registration: { readonly id: string } };
  const { client } = company.owner;
  const selection = 'registration { id }';
  return (await change<Made>(client, 'registerForCommunityEvents', 'CommunityEventsRegisterInput', input, selection))
    .registration.id;
};
const ownFeed: Belonging = async (home) => (await feed(home)).id;

export const communityEventsBelongings: Samples['belongings'] = {
  community_events_registration: [ownRegistration],
  community_events_feed: [ownFeed],
};

async function feed({ owner }: World, input: object = {}): Promise<{ readonly id: string; readonly url: string }> {
  type Payload = { readonly feed: { readonly id: string }; readonly url: string };
  const made = await change<Payload>(
    owner.client,
    'createCommunityEventsFeed',
    'CommunityEventsFeedInput',
    input,
    'feed { id } url',
  );
  return { id: made.feed.id, url: made.url };
}

/** A calendar, asked for by its address. */
export const calendarRoute: RouteSample = {
  parts: ['address', 'feed'],
  request: async (of: PartOf) => {
    const { url } = await feed(of('feed'));
    return {
      method: 'GET',
      url: `/x/community-events/${of('address').tenant.slug}/calendar/${url.split('/').at(-1)!}`,
    };
  },
};
