import { currentTenant, db, Links, mintSecret, newId, Notifications, type NotificationDraft, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { TODAY } from '../../customers';
import { wordsIn, type SurveyContent } from '../content/content.types';
import { surveySettings } from '../settings/survey-settings';
import type { StoredSurvey } from '../survey/stored-survey';
import { SurveyAudience } from '../survey/survey.type';
import { surveyInvitation } from './survey.notification';

const DAY_MS = 86_400_000;

/** Whom to ask, and why. */
export interface Asking {
  /** UUIDs of customers or staff, by the survey's audience. */
  readonly ids: readonly string[];
  /** Empty for a campaign. */
  readonly occasion: string;
  readonly unitId?: string | null;
  readonly ratedStaffId?: string | null;
}

interface Addressee extends Record<string, unknown> {
  readonly id: string;
  readonly unit_id: string | null;
  readonly region: string | null;
  readonly community_id: string | null;
  readonly customer_kind: string | null;
  readonly property_usage: string | null;
}

/**
 * The only way to an invitation. Runs as the platform itself: how often somebody was asked counts whatever the maker of a
 * survey sees.
 */
@Injectable()
export class Inviter {
  constructor(
    private readonly notifications: Notifications,
    private readonly links: Links,
  ) {}

  /** Invites those who were not asked too often of late; answers how many were spared. */
  async invite(survey: StoredSurvey, asking: Asking): Promise<{ spared: number }> {
    const toStaff = survey.audience === SurveyAudience.STAFF;
    const found = toStaff ? await staffOf(asking.ids) : await customersOf(survey, asking);
    const known = new Set(found.map(({ id }) => id));
    const free = new Set(await notTired(toStaff ? 'staff' : 'customer', [...known]));
    const chosen = found.filter(({ id }) => free.has(id));
    if (chosen.length > 0) await this.write(survey, asking, chosen, toStaff);
    return { spared: known.size - chosen.length };
  }

  private async write(
    survey: StoredSurvey,
    asking: Asking,
    chosen: readonly Addressee[],
    toStaff: boolean,
  ): Promise<void> {
    const tenantId = currentTenant().id;
    const expiresAt = new Date(now().getTime() + survey.validDays * DAY_MS);
    const rows = chosen.map((one) => ({ ...one, invitation: newId(), ...mintSecret('survey', tenantId) }));
    const column = <T>(pick: (row: (typeof rows)[number]) => T): T[] => rows.map(pick);
    const written = await db().query<{ id: string }>(
      `INSERT INTO atrium.survey_invitation (id, created_at, survey_id, ${toStaff ? 'staff_id' : 'customer_id'}, unit_id,
         region, community_id, customer_kind, property_usage, occasion, rated_staff_id, token_hash, expires_at)
       SELECT g.id, $1, $2, g.who, g.unit_id, g.region, g.community_id, g.kind, g.usage, $3,
         (SELECT s.id FROM atrium.staff s WHERE s.id = $4), g.hash, $5
       FROM unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::uuid[], $11::text[], $12::text[], $13::text[])
         AS g (id, who, unit_id, region, community_id, kind, usage, hash)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        now(),
        survey.id,
        asking.occasion,
        asking.ratedStaffId ?? survey.ratedStaffId,
        expiresAt,
        column(({ invitation }) => invitation),
        column(({ id }) => id),
        column(({ unit_id }) => unit_id),
        column(({ region }) => region),
        column(({ community_id }) => community_id),
        column(({ customer_kind }) => customer_kind),
        column(({ property_usage }) => property_usage),
        column(({ hash }) => hash),
      ],
    );
    const fresh = new Set(written.map(({ id }) => id));
    const title = await titleOf(survey.templateVersionId);
    const drafts = rows
      .filter(({ invitation }) => fresh.has(invitation))
      .map(({ id, invitation, token }): NotificationDraft<typeof surveyInvitation.variables> => ({
        to: toStaff ? { staffId: id } : { customerId: id },
        values: { title, link: this.links.url(`/survey/${token}`), until: expiresAt },
        dedupeKey: invitation,
        expiresAt,
        about: { idType: 'survey', id: survey.id },
      }));
    if (drafts.length > 0) await this.notifications.sendAll(surveyInvitation, drafts);
  }
}

async function titleOf(versionId: string): Promise<string> {
  const [row] = await db().query<{ title: SurveyContent['title'] }>(
    `SELECT content -> 'title' AS title FROM atrium.survey_template_version WHERE id = $1`,
    [versionId],
  );
  return wordsIn(row!.title, currentTenant().locale);
}

/**
 * Those who may still be asked. Their rows are locked first, in the order of ids: two surveys at once count one after the
 * other, so that the limit holds exactly.
 */
async function notTired(kind: 'customer' | 'staff', ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { fatigueInvitations, fatigueDays } = await surveySettings();
  await db().query(`SELECT FROM atrium.${kind} WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`, [ids]);
  const same = kind === 'customer' ? 'ANY (p.id || p.alias_ids)' : 'p.id';
  const rows = await db().query<{ id: string }>(
    `SELECT p.id FROM atrium.${kind} p WHERE p.id = ANY ($1::uuid[])
       AND (SELECT count(*) FROM atrium.survey_invitation i
            WHERE i.tenant_id = p.tenant_id AND i.${kind}_id = ${same} AND i.created_at > $2) < $3`,
    [ids, new Date(now().getTime() - fatigueDays * DAY_MS), fatigueInvitations],
  );
  return rows.map(({ id }) => id);
}

/**
 * Customers who are still there and whom its maker may ask, of a merged one the survivor, with the unit that they are asked
 * about: the occasion's, else where they live or own.
 */
function customersOf({ within }: StoredSurvey, { ids, unitId = null }: Asking): Promise<Addressee[]> {
  return db().query<Addressee>(
    `SELECT c.id, c.kind AS customer_kind, u.id AS unit_id, u.usage AS property_usage, m.region,
       coalesce(u.community_id, c.community_id) AS community_id
     FROM atrium.customer c
     LEFT JOIN LATERAL (
       SELECT o.unit_id FROM atrium.occupancy o
       WHERE o.tenant_id = c.tenant_id AND o.customer_id = ANY (c.id || c.alias_ids) AND $2::uuid IS NULL
         AND o.starts_on <= ${TODAY} AND o.ends_on > ${TODAY}
         AND ($3::uuid[] IS NULL OR o.community_id = ANY ($3::uuid[]))
       ORDER BY o.starts_on DESC, o.id LIMIT 1) o ON true
     LEFT JOIN atrium.unit u ON u.tenant_id = c.tenant_id AND u.id = coalesce($2::uuid, o.unit_id)
     LEFT JOIN atrium.community m ON m.tenant_id = c.tenant_id AND m.id = coalesce(u.community_id, c.community_id)
     WHERE c.id IN (SELECT coalesce(a.merged_into_id, a.id) FROM atrium.customer a WHERE a.id = ANY ($1::uuid[]))
       AND c.erased_at IS NULL
       AND ($3::uuid[] IS NULL OR coalesce(u.community_id, c.community_id) = ANY ($3::uuid[]))
     ORDER BY c.id`,
    [ids, unitId, within],
  );
}

function staffOf(ids: readonly string[]): Promise<Addressee[]> {
  return db().query<Addressee>(
    `SELECT s.id, NULL AS unit_id, NULL AS region, NULL AS community_id, NULL AS customer_kind, NULL AS property_usage
     FROM atrium.staff s WHERE s.id = ANY ($1::uuid[]) AND s.status = 'ACTIVE' ORDER BY s.id`,
    [ids],
  );
}
