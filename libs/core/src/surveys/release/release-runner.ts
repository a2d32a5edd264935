import {
  currentTenant,
  db,
  JobHandler,
  type JobRun,
  Jobs,
  now,
  Schedule,
  type ScheduleTick,
  type TenantRef,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { SurveyContent } from '../content/content.types';
import { surveySettings } from '../settings/survey-settings';
import { loadSurvey } from '../survey/stored-survey';
import { closingTime, nightlyRelease, releaseSurveyJob } from '../survey/survey.jobs';
import { SurveyState } from '../survey/survey.type';
import { SurveysService } from '../survey/surveys.service';
import type { ReleaseManner } from './release-groups';
import { ReleaseAnswers } from './release-answers';
import { releaseScores } from './release-scores';

/** What is released before dawn belongs to the day before. */
const DAWN_MS = 6 * 3_600_000;

/** Tells what waits, as far as it may be told. */
@Injectable()
export class ReleaseRunner {
  constructor(
    private readonly answers: ReleaseAnswers,
    private readonly surveys: SurveysService,
    private readonly jobs: Jobs,
  ) {}

  @Schedule(closingTime)
  closeDue(_: ScheduleTick): Promise<void> {
    return this.surveys.closeDue();
  }

  @Schedule(nightlyRelease)
  async nightly(_: ScheduleTick): Promise<void> {
    const rows = await db().query<{ id: string }>(
      `SELECT s.id FROM atrium.survey s WHERE s.state = 'OPEN'
         AND (EXISTS (SELECT FROM atrium.survey_sealed_answer a WHERE a.tenant_id = s.tenant_id AND a.survey_id = s.id)
           OR EXISTS (SELECT FROM atrium.survey_waiting_score w WHERE w.tenant_id = s.tenant_id AND w.survey_id = s.id))
       ORDER BY s.id`,
    );
    for (const { id } of rows) await this.jobs.enqueue(releaseSurveyJob, { surveyId: id }, { singletonKey: id });
  }

  @JobHandler(releaseSurveyJob)
  async release({ surveyId }: { surveyId: string }, _: JobRun): Promise<void> {
    const survey = await loadSurvey(surveyId, 'FOR NO KEY UPDATE');
    const { anonymityThreshold } = await surveySettings();
    const { day, month } = nightOf(now(), currentTenant());
    const manner: ReleaseManner = survey.state === SurveyState.CLOSED ? 'LAST' : day === 1 ? 'COARSER' : 'FULL';
    if (survey.isAnonymous) {
      const [version] = await db().query<{ content: SurveyContent }>(
        'SELECT content FROM atrium.survey_template_version WHERE id = $1',
        [survey.templateVersionId],
      );
      await this.answers.release(survey, version!.content, anonymityThreshold, manner);
    }
    await releaseScores(survey, anonymityThreshold, manner, month);
  }
}

/** Day of the month where the company is, and the month (its first day) that what is released now counts for. */
export function nightOf(at: Date, { timeZone }: Pick<TenantRef, 'timeZone'>): { day: number; month: string } {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const [, , day] = format.format(at).split('-');
  const [year, month] = format.format(new Date(at.getTime() - DAWN_MS)).split('-');
  return { day: Number(day), month: `${year}-${month}-01` };
}
