import { CUSTOMER_IDS, DateTimeScalar, defineField, RAW_ID, readMany } from '@atrium/sdk';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { CommunityEventsFigures, CommunityEventsPlaces } from './event/event.type';
import { READ } from './permissions';
import { photoUrls } from './photo/photos.service';
import { CommunityEventsRegistration } from './registration/registration.type';
import { registrationView } from './registration/registration.views';
import type { Ctx } from './settings';

@ObjectType({ description: 'How a customer takes part in events: what engagement is graded by.' })
export class CommunityEventsParticipation {
  @Field(() => Int, { description: 'Registrations that were not taken back.' })
  registered: number;
  @Field(() => Int, { description: 'Events they came to.' })
  attended: number;
  @Field(() => Int, { description: 'Events they had a place at and did not come to.' })
  noShow: number;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When they last came.' })
  lastAttendedAt: Date | null;
}

const byId = <T extends { id: string }>(rows: readonly T[]): ReadonlyMap<string, Omit<T, 'id'>> =>
  new Map(rows.map(({ id, ...rest }) => [id, rest]));

/** Fields of the plugin on the core and on its own types, each for a whole list at once. */
export const fields = {
  'Customer.communityEvents': defineField<Ctx>({
    description: 'How the customer takes part in community events; null: never has.',
    type: () => CommunityEventsParticipation,
    permission: READ,
    read: async ({ db }, ids) =>
      byId(
        await db.query<{ id: string }>(
          `SELECT coalesce(c.merged_into_id, c.id) AS id,
             count(*) FILTER (WHERE r.state <> 'CANCELLED')::int AS registered,
             count(*) FILTER (WHERE r.state = 'ATTENDED')::int AS attended,
             count(*) FILTER (WHERE r.state = 'NO_SHOW')::int AS "noShow", max(r.checked_in_at) AS "lastAttendedAt"
           FROM plg_community_events.registration r JOIN core.customer c ON c.id = r.customer_id
           WHERE c.id = ANY ($1::uuid[]) OR c.merged_into_id = ANY ($1::uuid[]) GROUP BY 1`,
          [ids],
        ),
      ),
  }),
  'CommunityEventsEvent.places': defineField<Ctx>({
    description: 'Its places; null where nobody registers.',
    type: () => CommunityEventsPlaces,
    permission: null,
    forCustomers: true,
    // Of all registrations: whoever sees the event may know how many places are left.
    read: async ({ whole }, ids) =>
      byId(
        await whole.query<{ id: string }>(
          `SELECT e.id, e.capacity, coalesce(r.taken, 0) AS taken, coalesce(r.waiting, 0) AS waiting,
             greatest(e.capacity - coalesce(r.taken, 0), 0) AS left
           FROM plg_community_events.event e LEFT JOIN LATERAL (
             SELECT sum(people) FILTER (WHERE state IN ('CONFIRMED', 'ATTENDED', 'NO_SHOW'))::int AS taken,
               sum(people) FILTER (WHERE state = 'WAITING')::int AS waiting
             FROM plg_community_events.registration r WHERE r.tenant_id = e.tenant_id AND r.event_id = e.id) r ON true
           WHERE e.id = ANY ($1::uuid[]) AND e.kind <> 'NOTICE_ONLY'`,
          [ids],
        ),
      ),
  }),
  'CommunityEventsEvent.figures': defineField<Ctx>({
    description: 'Who came.',
    type: () => CommunityEventsFigures,
    permission: READ,
    read: async ({ whole }, ids) =>
      byId(
        await whole.query<{ id: string }>(
          `SELECT e.id, (SELECT count(*)::int FROM plg_community_events.invitation i
               WHERE i.tenant_id = e.tenant_id AND i.event_id = e.id) AS invited,
             coalesce(sum(r.people) FILTER (WHERE r.state = 'CONFIRMED'), 0)::int AS confirmed,
             coalesce(sum(r.people) FILTER (WHERE r.state = 'WAITING'), 0)::int AS waiting,
             coalesce(sum(r.people) FILTER (WHERE r.state = 'ATTENDED'), 0)::int AS attended,
             coalesce(sum(r.people) FILTER (WHERE r.state = 'NO_SHOW'), 0)::int AS "noShow"
           FROM plg_community_events.event e
           LEFT JOIN plg_community_events.registration r ON r.tenant_id = e.tenant_id AND r.event_id = e.id
           WHERE e.id = ANY ($1::uuid[]) GROUP BY e.tenant_id, e.id`,
          [ids],
        ),
      ),
  }),
  'CommunityEventsEvent.myRegistration': defineField<Ctx>({
    description: 'The calling customer’s latest registration; null for staff.',
    type: () => CommunityEventsRegistration,
    permission: null,
    forCustomers: true,
    read: async ({ db }, ids, info) => {
      const rows = await db.query<{ event: string; id: string }>(
        `SELECT DISTINCT ON (event_id) event_id AS event, id FROM plg_community_events.registration
         WHERE event_id = ANY ($1::uuid[]) AND customer_id = ANY (${CUSTOMER_IDS})
         ORDER BY event_id, state = 'CANCELLED', created_at DESC, id`,
        [ids],
      );
      const found = (await readMany(
        registrationView,
        rows.map(({ id }) => id),
        info,
      )) as { [RAW_ID]: string }[];
      const registrations = new Map(found.map((one) => [one[RAW_ID], one]));
      return new Map(rows.map(({ event, id }) => [event, registrations.get(id)]));
    },
  }),
  'CommunityEventsRegistration.waitingPosition': defineField<Ctx>({
    description: 'Place in the waiting list, from 1; null for whoever does not wait.',
    type: () => Int,
    permission: null,
    forCustomers: true,
    read: async ({ whole }, ids) => {
      const rows = await whole.query<{ id: string; position: number }>(
        `SELECT r.id, (SELECT count(*)::int FROM plg_community_events.registration w
           WHERE w.tenant_id = r.tenant_id AND w.event_id = r.event_id AND w.state = 'WAITING' AND w.queue <= r.queue) AS position
         FROM plg_community_events.registration r WHERE r.id = ANY ($1::uuid[]) AND r.state = 'WAITING'`,
        [ids],
      );
      return new Map(rows.map(({ id, position }) => [id, position]));
    },
  }),
  'CommunityEventsPhoto.url': defineField<Ctx>({
    description: 'Address to download it from, for a short time.',
    type: () => String,
    permission: null,
    forCustomers: true,
    read: (ctx, ids) => photoUrls(ctx, ids),
  }),
};
