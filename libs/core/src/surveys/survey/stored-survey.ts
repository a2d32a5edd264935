import { type Actor, AtriumError, context, db, notFound, staleVersion } from '@atrium/sdk';
import { surveyMessages } from '../surveys.messages';
import type { SurveyAudience, SurveyKind, SurveyState } from './survey.type';

export type StoredActor = Omit<Actor, 'permissions'> & { readonly permissions: readonly string[] };

/** A survey as it is stored. */
export interface StoredSurvey extends Record<string, unknown> {
  readonly id: string;
  readonly templateId: string;
  readonly templateVersionId: string;
  readonly kind: SurveyKind;
  readonly audience: SurveyAudience;
  readonly state: SurveyState;
  readonly isAnonymous: boolean;
  readonly validDays: number;
  readonly segmentId: string | null;
  readonly sampleSize: number | null;
  readonly sampleSeed: string | null;
  readonly ratedStaffId: string | null;
  readonly ratedTeamId: string | null;
  /** UUIDs of the communities its maker was limited to; null: the whole company's. */
  readonly within: readonly string[] | null;
  readonly actor: StoredActor;
  /** The last one who was invited. */
  readonly progress: string | null;
  readonly isInvitingOver: boolean;
  readonly version: number;
}

export type SurveyLock = '' | 'FOR UPDATE' | 'FOR NO KEY UPDATE' | 'FOR SHARE';

/** `NOT_FOUND` where there is no such survey. */
export async function loadSurvey(id: string, lock: SurveyLock = ''): Promise<StoredSurvey> {
  const [row] = await db().query<StoredSurvey>(
    `SELECT id, template_id AS "templateId", template_version_id AS "templateVersionId", kind, audience, state,
       is_anonymous AS "isAnonymous", valid_days AS "validDays", segment_id AS "segmentId",
       sample_size AS "sampleSize", sample_seed AS "sampleSeed", rated_staff_id AS "ratedStaffId",
       rated_team_id AS "ratedTeamId", within, actor, progress, inviting_ended_at IS NOT NULL AS "isInvitingOver", version
     FROM atrium.survey WHERE id = $1 ${lock}`,
    [id],
  );
  if (!row) throw notFound('Survey');
  return row;
}

/** The survey, locked to be changed. `CONFLICT` for a stale version, `FORBIDDEN` for whoever may not change it. */
export async function lockSurvey(id: string, version: number): Promise<StoredSurvey> {
  const survey = await loadSurvey(id, 'FOR UPDATE');
  const { communityScope } = context().actor;
  if (communityScope !== null && !survey.within?.every((community) => communityScope.includes(community))) {
    throw new AtriumError('FORBIDDEN', surveyMessages.companys, { extra: { scope: true } });
  }
  await refuseRated(survey);
  if (survey.version !== version) throw staleVersion(version, survey.version);
  return survey;
}

/**
 * `FORBIDDEN` for whoever the survey judges: by name, as one of the team, or in any of its invitations. Who is judged can
 * neither choose nor suppress who is asked.
 */
export async function refuseRated({
  id,
  ratedStaffId,
  ratedTeamId,
}: {
  id: string | null;
  ratedStaffId: string | null;
  ratedTeamId: string | null;
}): Promise<void> {
  const { actor } = context();
  if (actor.kind !== 'STAFF') return;
  const [row] = await db().query<{ rated: boolean }>(
    `SELECT $1::uuid IS NOT DISTINCT FROM $2::uuid
       OR EXISTS (SELECT FROM atrium.team_member m WHERE m.team_id = $3 AND m.staff_id = $1)
       OR EXISTS (SELECT FROM atrium.team t WHERE t.id = $3 AND t.leader_id = $1)
       OR EXISTS (SELECT FROM atrium.survey_invitation i WHERE i.survey_id = $4 AND i.rated_staff_id = $1) AS rated`,
    [actor.id, ratedStaffId, ratedTeamId, id],
  );
  if (row!.rated) throw new AtriumError('FORBIDDEN', surveyMessages.rated, { extra: { rated: true } });
}
