import {
  type Actor,
  AtriumError,
  Audiences,
  context,
  db,
  JobHandler,
  type JobRun,
  now,
  renderMessage,
  systemActor,
  type TransactionOptions,
  Transactions,
} from '@atrium/sdk';
import { Injectable, Logger } from '@nestjs/common';
import { loadSurvey, type StoredSurvey } from '../survey/stored-survey';
import { inviteAudienceJob, inviteOneJob } from '../survey/survey.jobs';
import { SurveyAudience, SurveyState } from '../survey/survey.type';
import { surveyMessages } from '../surveys.messages';
import { Inviter } from './invite';
import { drawSample } from './sample.policy';

const BATCH = 500;

/** Invites the audience of a campaign, and one customer after an occasion. */
@Injectable()
export class AudienceRunner {
  private readonly log = new Logger('Surveys');

  constructor(
    private readonly audiences: Audiences,
    private readonly transactions: Transactions,
    private readonly inviter: Inviter,
  ) {}

  @JobHandler(inviteOneJob)
  async one({
    surveyId,
    customerId,
    occasion,
    unitId,
    ratedStaffId,
  }: {
    surveyId: string;
    customerId: string;
    occasion: string;
    unitId: string | null;
    ratedStaffId: string | null;
  }): Promise<void> {
    const survey = await loadSurvey(surveyId, 'FOR NO KEY UPDATE');
    if (survey.state !== SurveyState.OPEN) return;
    await count(survey, await this.inviter.invite(survey, { ids: [customerId], occasion, unitId, ratedStaffId }));
  }

  /** Whom to ask is found out as the maker of the survey; each batch then has a transaction of its own. */
  @JobHandler(inviteAudienceJob, { transaction: false })
  async all({ surveyId }: { surveyId: string }, run: JobRun): Promise<void> {
    const as: TransactionOptions = {
      tenantId: run.tenantId!,
      actor: systemActor('surveys'),
      operation: 'inviteAudience',
    };
    const survey = await this.transactions.run({ ...as, readOnly: true }, () => loadSurvey(surveyId));
    if (survey.isInvitingOver || survey.state !== SurveyState.OPEN) return;
    try {
      const actor: Actor = { ...survey.actor, permissions: new Set(survey.actor.permissions) };
      const ids = await this.transactions.run({ ...as, actor, readOnly: true }, () => this.audienceOf(survey));
      const left = ids.filter((id) => survey.progress === null || id > survey.progress);
      for (let from = 0; from < left.length; from += BATCH) {
        run.signal.throwIfAborted();
        const batch = left.slice(from, from + BATCH);
        if (!(await this.transactions.run(as, () => this.batch(surveyId, batch)))) return;
      }
      await this.transactions.run(as, () =>
        db().execute('UPDATE atrium.survey SET inviting_ended_at = $2 WHERE id = $1', [surveyId, now()]),
      );
    } catch (error) {
      const told = error instanceof AtriumError ? error : null;
      if (!told && (!run.last || run.signal.aborted)) throw error;
      if (!told) this.log.error(`Survey ${surveyId}: ${(error as Error).stack ?? String(error)}`);
      await this.transactions.run(as, async () => {
        const words = renderMessage(told?.template ?? surveyMessages.invitingFailed, context().locale, told?.params);
        await db().execute('UPDATE atrium.survey SET failure = $2 WHERE id = $1', [surveyId, words]);
      });
    }
  }

  /** False: there is no more to be done. */
  private async batch(surveyId: string, ids: readonly string[]): Promise<boolean> {
    const survey = await loadSurvey(surveyId, 'FOR NO KEY UPDATE');
    const last = ids.at(-1)!;
    // Another worker has been here.
    if (survey.progress !== null && survey.progress >= last) return true;
    if (survey.state !== SurveyState.OPEN) return false;
    await count(survey, await this.inviter.invite(survey, { ids, occasion: '' }), last);
    return true;
  }

  /** UUIDs in ascending order, of a sample those drawn. */
  private async audienceOf({ audience, segmentId, sampleSize, sampleSeed }: StoredSurvey): Promise<string[]> {
    const ids: string[] = [];
    if (audience === SurveyAudience.STAFF) {
      const rows = await db().query<{ id: string }>(
        `SELECT s.id FROM atrium.staff s WHERE s.status = 'ACTIVE' ORDER BY s.id`,
      );
      ids.push(...rows.map(({ id }) => id));
    } else {
      for await (const batch of this.audiences.members(segmentId!)) ids.push(...batch);
    }
    return sampleSize === null ? ids : drawSample(ids, sampleSize, sampleSeed!);
  }
}

const count = (
  { id, progress }: StoredSurvey,
  { spared }: { spared: number },
  last: string | null = progress,
): Promise<number> =>
  db().execute(`UPDATE atrium.survey SET spared_count = spared_count + $2, progress = $3 WHERE id = $1`, [
    id,
    spared,
    last,
  ]);
