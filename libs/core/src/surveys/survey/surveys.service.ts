import { randomBytes } from 'node:crypto';
import {
  Audiences,
  conflict,
  context,
  currentTenant,
  db,
  Events,
  invalidField,
  Jobs,
  newId,
  notFound,
  now,
  requireWholeCompany,
  sortKey,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { OfferedTriggers } from '../invitation/offered-triggers';
import { surveyEvents } from '../surveys.events';
import { surveyMessages as messages } from '../surveys.messages';
import { lockSurvey, refuseRated, type StoredSurvey } from './stored-survey';
import type { CloseSurveyInput, StartSurveyInput } from './survey.inputs';
import { inviteAudienceJob, releaseSurveyJob } from './survey.jobs';
import { SurveyAudience, SurveyKind, SurveyState } from './survey.type';

@Injectable()
export class SurveysService {
  constructor(
    private readonly audiences: Audiences,
    private readonly jobs: Jobs,
    private readonly events: Events,
    private readonly offered: OfferedTriggers,
  ) {}

  /** Answers the new survey's UUID. A campaign's invitations are made by a job, with the rights of its maker. */
  async start(input: StartSurveyInput): Promise<string> {
    const { templateId, name, audience, isAnonymous, trigger, segmentId, sampleSize } = input;
    const kind = trigger ? SurveyKind.TRIGGER : SurveyKind.CAMPAIGN;
    refuseMisfits(input, kind);
    if (trigger) await this.requireTrigger(trigger);
    if (audience === SurveyAudience.STAFF) requireWholeCompany();
    if (input.closesAt && input.closesAt <= now()) throw invalidField('input.closesAt', 'PAST', messages.pastEnd);
    await requireVisible('staff', input.ratedStaffId);
    await requireVisible('team', input.ratedTeamId);
    await refuseRated({ id: null, ratedStaffId: input.ratedStaffId ?? null, ratedTeamId: input.ratedTeamId ?? null });
    if (segmentId) await this.audiences.require(segmentId);
    const { actor } = context();
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.survey (id, name, sort_key, template_id, template_version_id, kind, audience, is_anonymous,
         trigger_name, delay_hours, valid_days, segment_id, segment_rule, sample_size, sample_seed, rated_staff_id,
         rated_team_id, within, actor, closes_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
         (SELECT s.rule FROM atrium.segment s WHERE s.id = $12), $13, $14, $15, $16, $17, $18, $19)`,
      [
        id,
        name,
        sortKey(name, currentTenant().locale),
        templateId,
        await publishedVersion(templateId),
        kind,
        audience,
        isAnonymous,
        trigger ?? null,
        input.delayHours,
        input.validDays,
        segmentId ?? null,
        sampleSize ?? null,
        // Drawn here, so that nobody can choose one that suits.
        sampleSize ? randomBytes(16).toString('hex') : null,
        input.ratedStaffId ?? null,
        input.ratedTeamId ?? null,
        actor.communityScope,
        JSON.stringify({ ...actor, permissions: [...actor.permissions] }),
        input.closesAt ?? null,
      ],
    );
    if (kind === SurveyKind.CAMPAIGN) await this.jobs.enqueue(inviteAudienceJob, { surveyId: id });
    return id;
  }

  private async requireTrigger(given: string): Promise<void> {
    const known = (await this.offered.all()).map(({ name }) => name);
    if (known.includes(given)) return;
    const params = { given, allowed: known.join(', ') };
    throw invalidField('input.trigger', 'UNKNOWN_TRIGGER', messages.unknownTrigger, params);
  }

  async close({ id, version }: CloseSurveyInput): Promise<void> {
    await this.end(await lockSurvey(id, version));
  }

  /** Closes every survey whose time is over. */
  async closeDue(): Promise<void> {
    const due = await db().query<{ id: string; templateId: string; state: SurveyState }>(
      `SELECT id, template_id AS "templateId", state FROM atrium.survey
       WHERE state = 'OPEN' AND closes_at <= $1 ORDER BY id FOR UPDATE`,
      [now()],
    );
    for (const survey of due) await this.end(survey);
  }

  private async end({ id, templateId, state }: Pick<StoredSurvey, 'id' | 'templateId' | 'state'>): Promise<void> {
    if (state !== SurveyState.OPEN) throw conflict(messages.notOpen);
    await db().execute(
      `UPDATE atrium.survey SET state = 'CLOSED', closed_at = $2, version = version + 1, updated_at = now() WHERE id = $1`,
      [id, now()],
    );
    await this.jobs.enqueue(releaseSurveyJob, { surveyId: id });
    await this.events.emit(surveyEvents.closed, { surveyId: id, templateId }, { aggregateId: id });
  }
}

function refuseMisfits({ audience, segmentId, sampleSize }: StartSurveyInput, kind: SurveyKind): void {
  const misfit = (field: string): never => {
    throw invalidField(`input.${field}`, 'NOT_OF_KIND', messages.notOfKind);
  };
  const toStaff = audience === SurveyAudience.STAFF;
  if (kind === SurveyKind.TRIGGER) {
    if (toStaff) misfit('audience');
    if (segmentId) misfit('segmentId');
    if (sampleSize) misfit('sampleSize');
  }
  if (toStaff && segmentId) misfit('segmentId');
  if (kind === SurveyKind.CAMPAIGN && !toStaff && !segmentId) {
    throw invalidField('input.segmentId', 'REQUIRED', messages.needsAudience);
  }
}

/** UUID of the latest published version. `NOT_FOUND` for an unknown template, `CONFLICT` where none is published. */
async function publishedVersion(templateId: string): Promise<string> {
  const [row] = await db().query<{ id: string | null }>(
    `SELECT (SELECT v.id FROM atrium.survey_template_version v WHERE v.template_id = t.id AND v.state = 'PUBLISHED'
       ORDER BY v.number DESC LIMIT 1) AS id FROM atrium.survey_template t WHERE t.id = $1`,
    [templateId],
  );
  if (!row) throw notFound('SurveyTemplate');
  if (row.id === null) throw conflict(messages.notPublished);
  return row.id;
}

const NAMES = { staff: 'Staff', team: 'Team' } as const;

async function requireVisible(table: keyof typeof NAMES, id: string | null | undefined): Promise<void> {
  if (!id) return;
  const rows = await db().query(`SELECT FROM atrium.${table} WHERE id = $1`, [id]);
  if (rows.length === 0) throw notFound(NAMES[table]);
}
