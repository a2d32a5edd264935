import { db, encodeId, Events, SurveyFollowUps, SurveyTriggers } from '@atrium/sdk';
import { movedIn, surveyEvents } from '@atrium/core';
import type { TestClient } from '@atrium/testing';
import { AudienceRunner } from '../../libs/core/src/surveys/invitation/audience-runner';
import { drawSample } from '../../libs/core/src/surveys/invitation/sample.policy';
import { enterCustomer, type Entered, startOccupancy, uuidOf } from '../customers/support/register';
import { change, refusal } from '../identity/support';
import { create, inTenant } from '../properties/support/properties';
import {
  closeSurvey,
  MIDDAY,
  publishedTemplate,
  Stage,
  startSurvey,
  type Survey,
  surveyNow,
  type Template,
} from './support/surveys';

let stage: Stage;
let admin: TestClient;
let template: Template;
const people: Entered[] = [];

beforeAll(async () => {
  stage = await Stage.open();
  admin = stage.admin;
  for (let n = 0; n < 12; n++) people.push(await stage.resident((n % 2) as 0 | 1));
  template = await publishedTemplate(admin, 'Repair');
});
beforeEach(async () => {
  stage.platform.clock.freeze(MIDDAY);
  await stage.sql('DELETE FROM atrium.survey_invitation');
});
afterAll(() => stage?.close());

const invitedTo = async ({ id }: Survey): Promise<string[]> =>
  (
    await stage.sql<{ id: string }>(
      'SELECT coalesce(customer_id, staff_id) AS id FROM atrium.survey_invitation WHERE survey_id = $1 ORDER BY 1',
      [uuidOf(id)],
    )
  ).map(({ id: who }) => who);

const start = (input: Record<string, unknown>): Promise<Survey> =>
  startSurvey(admin, { templateId: template.id, ...input });

describe('a campaign', () => {
  it('invites its segment, each once, by a message that respects consent', async () => {
    const segmentId = await stage.segment('North', 0);
    const survey = await start({ segmentId });
    await stage.platform.runJobs();
    const north = people.filter((_, n) => n % 2 === 0).map(({ id }) => uuidOf(id));
    expect(await invitedTo(survey)).toEqual([...north].sort());
    expect(await surveyNow(admin, survey)).toMatchObject({ invitedCount: 6, sparedCount: 0, failure: null });
    expect(stage.mailbox.last('r1@example.com').subject).toBe('Your opinion: 您的维修');
    const { customer } = await admin.ok<{ customer: { timeline: { nodes: { kind: string; title: string }[] } } }>(
      `query ($id: ID!) { customer(id: $id) { timeline { nodes { kind title } } } }`,
      { id: people[0]!.id },
    );
    expect(customer.timeline.nodes).toContainEqual({ kind: 'SURVEY_INVITED', title: '受邀参与调查“Survey”' });
  });

  it('draws a sample that anybody can draw again by the seed that is kept', async () => {
    const segmentId = await stage.segment('Sampled');
    const survey = await start({ segmentId, sampleSize: 5 });
    await stage.platform.runJobs();
    expect(survey.sampleSeed).toMatch(/^[0-9a-f]{32}$/);
    const all = people.map(({ id }) => uuidOf(id)).sort();
    expect(await invitedTo(survey)).toEqual(drawSample(all, 5, survey.sampleSeed!));
    const other = await start({ segmentId, sampleSize: 5 });
    expect(other.sampleSeed).not.toBe(survey.sampleSeed);
  });

  it('spares whoever was asked too often of late, also when surveys go out at once', async () => {
    const segmentId = await stage.segment('Tired');
    const surveys = [await start({ segmentId }), await start({ segmentId }), await start({ segmentId })];
    const runner = stage.platform.api.get(AudienceRunner);
    const tenantId = stage.platform.tenants.a.id;
    await Promise.all(
      surveys.map(({ id }) =>
        runner.all({ surveyId: uuidOf(id) }, { tenantId, last: true, signal: new AbortController().signal } as never),
      ),
    );
    // Two within 30 days, by default.
    const counts = await stage.sql<{ n: number }>(
      'SELECT count(*)::int AS n FROM atrium.survey_invitation GROUP BY customer_id',
    );
    expect(counts.map(({ n }) => n)).toEqual(Array(12).fill(2));
    const told = await Promise.all(surveys.map((survey) => surveyNow(admin, survey)));
    expect(told.reduce((sum, { invitedCount }) => sum + invitedCount, 0)).toBe(24);
    expect(told.reduce((sum, { sparedCount }) => sum + sparedCount, 0)).toBe(12);
    await stage.platform.runJobs();
    // A month later, as the log of invitations has it: the tokens of this test would be over by then.
    await stage.sql(`UPDATE atrium.survey_invitation SET created_at = created_at - interval '31 days'`);
    const later = await start({ segmentId });
    await stage.platform.runJobs();
    expect(await surveyNow(admin, later)).toMatchObject({ invitedCount: 12, sparedCount: 0 });
  });

  it('goes on where a worker that died has left it, and asks nobody twice', async () => {
    const survey = await start({ segmentId: await stage.segment('Again') });
    await stage.platform.runJobs();
    await stage.sql('UPDATE atrium.survey SET inviting_ended_at = NULL, progress = NULL WHERE id = $1', [
      uuidOf(survey.id),
    ]);
    const runner = stage.platform.api.get(AudienceRunner);
    const run = { tenantId: stage.platform.tenants.a.id, last: true, signal: new AbortController().signal };
    await runner.all({ surveyId: uuidOf(survey.id) }, run as never);
    expect((await invitedTo(survey)).length).toBe(12);
  });

  it('asks staff too', async () => {
    const agent = await stage.platform.as('SERVICE_AGENT');
    const { viewer } = await agent.ok<{ viewer: { actor: { id: string } } }>('{ viewer { actor { id } } }');
    const survey = await start({ audience: 'STAFF', isAnonymous: true });
    await stage.platform.runJobs();
    expect(await invitedTo(survey)).toContain(uuidOf(viewer.actor.id));
    const [row] = await stage.sql<{ email: string }>('SELECT email FROM atrium.staff WHERE id = $1', [
      uuidOf(viewer.actor.id),
    ]);
    expect((await stage.answer(row!.email, { 'q.repair': '5' }, {})).statusCode).toBe(200);
  });

  it('is refused where it does not fit', async () => {
    const segmentId = await stage.segment('Misfits');
    const problem = async (input: Record<string, unknown>) => {
      const { code, fields } = await refusal(admin, 'startSurvey', 'StartSurveyInput', {
        name: 'x',
        templateId: template.id,
        ...input,
      });
      return [code, ...((fields ?? []) as { path: string; code: string }[]).map((one) => `${one.path} ${one.code}`)];
    };
    expect(await problem({})).toEqual(['VALIDATION_FAILED', 'input.segmentId REQUIRED']);
    expect(await problem({ trigger: 'horse.fed' })).toEqual(['VALIDATION_FAILED', 'input.trigger UNKNOWN_TRIGGER']);
    expect(await problem({ trigger: 'occupancy.movedIn', segmentId })).toEqual([
      'VALIDATION_FAILED',
      'input.segmentId NOT_OF_KIND',
    ]);
    expect(await problem({ audience: 'STAFF', segmentId })).toEqual([
      'VALIDATION_FAILED',
      'input.segmentId NOT_OF_KIND',
    ]);
    expect(await problem({ segmentId, closesAt: '2020-01-01T00:00:00Z' })).toEqual([
      'VALIDATION_FAILED',
      'input.closesAt PAST',
    ]);
    const neighbour = await stage.platform.as('ADMIN', { tenant: 'b' });
    expect(
      await refusal(neighbour, 'startSurvey', 'StartSurveyInput', {
        name: 'x',
        templateId: template.id,
        trigger: 'occupancy.movedIn',
      }),
    ).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a trigger', () => {
  it('invites after what has happened, with a delay, once for each occasion', async () => {
    const survey = await start({ trigger: 'occupancy.movedIn', delayHours: 24 });
    const mover = await enterCustomer(admin, '新邻居', { contacts: [{ kind: 'EMAIL', value: 'mover@example.com' }] });
    const building = await create(admin, 'building', { communityId: stage.communities[0], code: '9栋' });
    const unit = await create(admin, 'unit', { buildingId: building.id, code: '901', usage: 'OFFICE' });
    await startOccupancy(admin, mover, unit.id, 'OWNER', { startsOn: '2031-01-10' });
    await stage.platform.runJobs();
    expect(await invitedTo(survey)).toEqual([]);
    // The time of jobs is the database's: the delay is shown by the job that waits, and it is then run.
    const [waiting] = await stage.sql<{ hours: number }>(
      `SELECT round(extract(epoch FROM start_after - $1::timestamptz) / 3600)::int AS hours FROM pgboss.job
       WHERE name = 'surveys.inviteOne' AND state = 'created'`,
      [MIDDAY],
    );
    expect(waiting).toEqual({ hours: 24 });
    await stage.sql(`UPDATE pgboss.job SET start_after = now() WHERE name = 'surveys.inviteOne' AND state = 'created'`);
    await stage.platform.runJobs();
    expect(await invitedTo(survey)).toEqual([uuidOf(mover.id)]);
    const [row] = await stage.sql<Record<string, unknown>>(
      'SELECT region, property_usage, customer_kind FROM atrium.survey_invitation WHERE survey_id = $1',
      [uuidOf(survey.id)],
    );
    expect(row).toEqual({ region: '上海', property_usage: 'OFFICE', customer_kind: 'PERSON' });
    await closeSurvey(admin, survey);
  });

  it('is there for other contexts, names who is judged, and who is judged can neither start nor close it', async () => {
    const inspector = await stage.platform.as('QUALITY_INSPECTOR');
    const { viewer } = await inspector.ok<{ viewer: { actor: { id: string } } }>('{ viewer { actor { id } } }');
    const ratedStaffId = viewer.actor.id;
    const input = { name: 'x', templateId: template.id, trigger: 'occupancy.movedIn' };
    expect(await refusal(inspector, 'startSurvey', 'StartSurveyInput', { ...input, ratedStaffId })).toMatchObject({
      code: 'FORBIDDEN',
      messageKey: 'survey.rated',
    });
    const named = { name: '工程', kind: 'ENGINEERING', memberIds: [ratedStaffId], area: { kind: 'ALL' } };
    type Made = { team: { id: string } };
    const { team } = await change<Made>(admin, 'createTeam', 'CreateTeamInput', named, 'team { id }');
    expect(
      await refusal(inspector, 'startSurvey', 'StartSurveyInput', { ...input, ratedTeamId: team.id }),
    ).toMatchObject({
      messageKey: 'survey.rated',
    });
    const survey = await startSurvey(inspector, input);
    const fire = (customer: Entered, occasion: string) =>
      inTenant(stage.platform, () =>
        stage.platform.api.get(SurveyTriggers).fire(movedIn, {
          customerId: uuidOf(customer.id),
          occasion,
          ratedStaffId: uuidOf(ratedStaffId),
        }),
      );
    await fire(people[0]!, 'one');
    await fire(people[0]!, 'one');
    await fire(people[1]!, 'two');
    await stage.platform.runJobs();
    expect(await invitedTo(survey)).toHaveLength(2);
    const { id, version } = await surveyNow(admin, survey);
    // Now it judges whoever started it: they cannot stop it any more.
    expect(await refusal(inspector, 'closeSurvey', 'CloseSurveyInput', { id, version })).toMatchObject({
      messageKey: 'survey.rated',
    });
    await closeSurvey(admin, survey);
  });
});

it('a low score is told to the service desk, and what deals with it stands beside the answer', async () => {
  const emitted: object[] = [];
  const events = stage.platform.api.get(Events);
  const emit = jest.spyOn(events, 'emit').mockImplementation((event, payload) => {
    if (event.name === surveyEvents.scoredLow.name) emitted.push(event.schema.parse(payload));
    return Promise.resolve();
  });
  const survey = await start({ segmentId: await stage.segment('Low') });
  await stage.platform.runJobs();
  await stage.answer(people[2]!, { 'q.repair': '3' }, {});
  await stage.answer(people[4]!, { 'q.repair': '1' }, { 'q.why': '漏水' });
  emit.mockRestore();
  const list = `query ($id: ID!) { surveyResponses(filter: { survey: { eq: $id }, isLow: true }) { nodes { id followUpId customer { id } } } }`;
  type List = { surveyResponses: { nodes: { id: string; followUpId: string | null; customer: { id: string } }[] } };
  const { nodes } = (await admin.ok<List>(list, { id: survey.id })).surveyResponses;
  expect(nodes).toEqual([{ id: expect.any(String), followUpId: null, customer: { id: people[4]!.id } }]);
  expect(emitted).toEqual([
    {
      ...{ surveyId: uuidOf(survey.id), templateId: uuidOf(template.id), responseId: uuidOf(nodes[0]!.id) },
      ...{ scores: [{ question: 'repair', score: 1 }], customerId: uuidOf(people[4]!.id) },
      ...{ communityId: uuidOf(stage.communities[0]), unitId: expect.any(String), ratedStaffId: null, occasion: null },
    },
  ]);
  const ticket = uuidOf(people[0]!.id);
  await inTenant(stage.platform, () =>
    stage.platform.api.get(SurveyFollowUps).link(uuidOf(nodes[0]!.id), { idType: 'ticket', id: ticket }),
  );
  const after = (await admin.ok<List>(list, { id: survey.id })).surveyResponses.nodes;
  expect(after[0]!.followUpId).toBe(encodeId('ticket', ticket));
  expect(
    await inTenant(stage.platform, () => db().query('SELECT FROM atrium.survey_response'), { tenant: 'b' }),
  ).toEqual([]);
});
