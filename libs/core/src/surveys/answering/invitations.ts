import { db, now } from '@atrium/sdk';
import type { SurveyContent } from '../content/content.types';
import type { Strata } from '../release/release-groups';

/** An invitation whose link can be used. */
export interface OpenInvitation {
  readonly id: string;
  readonly surveyId: string;
  readonly templateId: string;
  readonly versionId: string;
  readonly isAnonymous: boolean;
  readonly customerId: string | null;
  readonly staffId: string | null;
  readonly unitId: string | null;
  readonly ratedStaffId: string | null;
  readonly occasion: string;
  readonly strata: Strata;
}

/** Why a link opens nothing. */
export type LinkEnd = 'UNKNOWN' | 'USED' | 'EXPIRED' | 'CLOSED';

interface Row extends Record<string, unknown> {
  readonly invitation: Omit<OpenInvitation, 'strata'>;
  readonly strata: Strata;
  readonly content: SurveyContent;
  readonly is_answered: boolean;
  readonly is_over: boolean;
  readonly is_closed: boolean;
}

/** What a link opens, found by the hash of its token alone. */
export async function findInvitation(
  hash: string,
): Promise<{ invitation: OpenInvitation; content: SurveyContent } | { end: LinkEnd; content: SurveyContent | null }> {
  const [row] = await db().query<Row>(
    `SELECT json_build_object('id', i.id, 'surveyId', s.id, 'templateId', s.template_id, 'versionId',
         s.template_version_id, 'isAnonymous', s.is_anonymous, 'customerId', i.customer_id, 'staffId', i.staff_id,
         'unitId', i.unit_id, 'ratedStaffId', i.rated_staff_id, 'occasion', i.occasion) AS invitation,
       json_build_object('region', i.region, 'communityId', i.community_id, 'customerKind', i.customer_kind,
         'propertyUsage', i.property_usage) AS strata,
       v.content, i.is_answered, i.expires_at <= $2 AS is_over, s.state = 'CLOSED' AS is_closed
     FROM atrium.survey_invitation i
     JOIN atrium.survey s ON s.tenant_id = i.tenant_id AND s.id = i.survey_id
     JOIN atrium.survey_template_version v ON v.tenant_id = s.tenant_id AND v.id = s.template_version_id
     WHERE i.token_hash = $1`,
    [hash, now()],
  );
  if (!row) return { end: 'UNKNOWN', content: null };
  const { content } = row;
  if (row.is_answered) return { end: 'USED', content };
  if (row.is_closed) return { end: 'CLOSED', content };
  if (row.is_over) return { end: 'EXPIRED', content };
  return { invitation: { ...row.invitation, strata: row.strata }, content };
}
