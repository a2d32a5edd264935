import { db, encodeId, registerSegmentUse, SurveyFollowUps, SurveyTriggers } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import { StoreAnswer } from './answering/store-answer';
import { BenchmarksResolver } from './benchmark/benchmarks.resolver';
import { AudienceRunner } from './invitation/audience-runner';
import { Inviter } from './invitation/invite';
import { OfferedTriggers } from './invitation/offered-triggers';
import { MoveInTrigger, OpenTriggers } from './invitation/triggers';
import { SurveyPageController } from './page/survey-page.controller';
import { SurveyForms } from './page/survey-forms';
import { ReleaseAnswers } from './release/release-answers';
import { ReleaseRunner } from './release/release-runner';
import { LinkedFollowUps, ResponsesResolver } from './response/responses.resolver';
import { ResultsResolver } from './results/results.resolver';
import { ResultsService } from './results/results.service';
import { SurveysResolver } from './survey/surveys.resolver';
import { SurveysService } from './survey/surveys.service';
import { surveyMessages } from './surveys.messages';
import './surveys.permissions';
import './surveys.timeline';
import { ProvisionTemplate } from './template/provision-template';
import { TemplatesResolver } from './template/templates.resolver';
import { TemplatesService } from './template/templates.service';

registerSegmentUse({
  name: 'survey',
  label: surveyMessages.use.text,
  usesOf: async (segmentId) => {
    const rows = await db().query<{ id: string; name: string }>(
      'SELECT id, name FROM atrium.survey WHERE segment_id = $1 ORDER BY id DESC LIMIT 20',
      [segmentId],
    );
    return rows.map(({ id, name }) => ({ title: name, link: encodeId('survey', id) }));
  },
});

/** Surveys; whoever knows of something that people can be asked about is given {@link SurveyTriggers}. */
@Global()
@Module({
  controllers: [SurveyPageController],
  providers: [
    AudienceRunner,
    BenchmarksResolver,
    Inviter,
    LinkedFollowUps,
    MoveInTrigger,
    OfferedTriggers,
    OpenTriggers,
    ProvisionTemplate,
    ReleaseAnswers,
    ReleaseRunner,
    ResponsesResolver,
    ResultsResolver,
    ResultsService,
    StoreAnswer,
    SurveyForms,
    SurveysResolver,
    SurveysService,
    TemplatesResolver,
    TemplatesService,
    { provide: SurveyFollowUps, useExisting: LinkedFollowUps },
    { provide: SurveyTriggers, useExisting: OpenTriggers },
  ],
  exports: [SurveyFollowUps, SurveyTriggers],
})
export class SurveysModule {}
