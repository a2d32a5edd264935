import { ticketEvents } from '@atrium/core';
import { Events } from '@atrium/sdk';
import type { TestClient } from '@atrium/testing';
import { LowScores } from '../../libs/core/src/tickets/surveys/low-scores';
import { chosen, explain } from '../audiences/support/segments';
import { enterCustomer, type Entered, startOccupancy, uuidOf } from '../customers/support/register';
import { change } from '../identity/support';
import { create, inTenant } from '../properties/support/properties';
import { assign, me, move, take } from '../tickets/support';
import {
  closeSurvey,
  MIDDAY,
  publishedTemplate,
  Stage,
  startSurvey,
  surveyNow,
  type Template,
} from './support/surveys';

let stage: Stage;
let admin: TestClient;
let neighbour: TestClient;
let template: Template;
let everybody: string;

beforeAll(async () => {
  stage = await Stage.open();
  admin = stage.admin;
  neighbour = await stage.platform.as('ADMIN', { tenant: 'b' });
  await change(
    admin,
    'updateSurveySettings',
    'UpdateSurveySettingsInput',
    { version: 0, fatigueInvitations: 100 },
    '__typename',
  );
  template = await publishedTemplate(admin, 'Repair');
  everybody = await stage.segment('Everybody');
});
beforeEach(() => stage.platform.clock.freeze(MIDDAY));
afterAll(() => stage?.close());

const begin = async (name: string, more: Record<string, unknown> = {}) => {
  const survey = await startSurvey(admin, { name, templateId: template.id, segmentId: everybody, ...more });
  await stage.platform.runJobs();
  return survey;
};
const good = (who: Entered | string) => stage.answer(who, { 'q.repair': '5' }, { 'q.nps': '10' });
const bad = (who: Entered | string, why: string) =>
  stage.answer(who, { 'q.repair': '1' }, { 'q.why': why, 'q.nps': '0' });

const TICKET = `id kind channel severity state title description isAnonymous surveyAnswerId customer { name } unit { id }
  community { name } links { kind other { id } }`;
interface Ticket {
  id: string;
  title: string;
  description: string;
  customer: { name: string } | null;
  surveyAnswerId: string | null;
  links: { kind: string; other: { id: string } }[];
}
const ofSurveys = async (client = admin): Promise<Ticket[]> =>
  (
    await client.ok<{ tickets: { nodes: Ticket[] } }>(
      `{ tickets(first: 50, filter: { channel: { eq: SURVEY } }, orderBy: { field: OPENED }) { nodes { ${TICKET} } } }`,
    )
  ).tickets.nodes;
interface Answer {
  id: string;
  followUpId: string | null;
  customer: { id: string } | null;
  texts: Record<string, string>;
}
const answersTo = async (filter: object): Promise<Answer[]> =>
  (
    await admin.ok<{ surveyResponses: { nodes: Answer[] } }>(
      `query ($filter: SurveyResponseFilter!) { surveyResponses(first: 50, filter: $filter) {
         nodes { id followUpId texts customer { id } } } }`,
      { filter },
    )
  ).surveyResponses.nodes;

describe('a low score', () => {
  it('becomes a ticket, which stands beside the answer and leads back to it; good ones do not', async () => {
    const [sad, glad] = [await stage.resident(0, { name: '王芳' }), await stage.resident(1)];
    const survey = await begin('季度回访');
    await good(glad);
    await bad(sad, '师傅态度差');
    await stage.platform.runJobs();
    const tickets = await ofSurveys();
    expect(tickets).toHaveLength(1);
    const [answer] = await answersTo({ survey: { eq: survey.id }, isLow: true });
    expect(tickets[0]).toMatchObject({
      ...{ kind: 'COMPLAINT', channel: 'SURVEY', severity: 'GENERAL', state: 'NEW', isAnonymous: false },
      ...{ title: '低分评价：季度回访', customer: { name: '王芳' }, community: { name: '北苑' } },
      ...{ unit: { id: expect.any(String) }, surveyAnswerId: answer!.id, description: 'repair（中）：1' },
    });
    expect(answer!.followUpId).toBe(tickets[0]!.id);
    // Its handling is seen from the answer, by the id that stands there.
    const node = 'query ($id: ID!) { node(id: $id) { ... on Ticket { state } ... on SurveyResponse { isLow } } }';
    expect(await admin.ok(node, { id: answer!.followUpId })).toEqual({ node: { state: 'NEW' } });
    expect(await admin.ok(node, { id: tickets[0]!.surveyAnswerId })).toEqual({ node: { isLow: true } });
    // Whoever may not read single answers is not led to them; another company sees nothing at all.
    const dispatcher = await stage.platform.as('DISPATCHER');
    expect((await ofSurveys(dispatcher)).map(({ surveyAnswerId }) => surveyAnswerId)).toEqual([null]);
    expect(await ofSurveys(neighbour)).toEqual([]);
    // The customer hears that somebody has seen it.
    const customer = await stage.platform.as('CUSTOMER', { customer: sad.id });
    const { inbox } = await customer.ok<{ inbox: { nodes: { aboutId: string; body: string }[] } }>(
      '{ inbox { nodes { aboutId body } } }',
    );
    expect(inbox.nodes[0]).toMatchObject({ aboutId: tickets[0]!.id });
    const mine = await customer.ok<{ ticket: object }>('query ($id: ID!) { ticket(id: $id) { title description } }', {
      id: tickets[0]!.id,
    });
    expect(JSON.stringify(mine)).not.toContain('师傅态度差');
    // An event that comes twice makes no second ticket.
    const [row] = await stage.sql<{ payload: object }>(
      `SELECT json_build_object('surveyId', survey_id, 'templateId', $2::uuid, 'responseId', id, 'customerId', customer_id,
         'communityId', community_id, 'unitId', unit_id, 'ratedStaffId', null, 'occasion', null,
         'scores', '[{"question": "repair", "score": 1}]'::json) AS payload FROM atrium.survey_response WHERE id = $1`,
      [uuidOf(answer!.id), uuidOf(template.id)],
    );
    await inTenant(stage.platform, () => stage.platform.api.get(LowScores).take(row!.payload as never, {} as never));
    expect(await ofSurveys()).toHaveLength(1);
    await closeSurvey(admin, survey);
  });

  it('of an anonymous survey becomes one that names nobody, once the answers are told; of staff none', async () => {
    const before = (await ofSurveys()).length;
    const survey = await begin('匿名调查', { isAnonymous: true });
    const people = [...stage.addresses.values()];
    for (let n = people.length; n < 6; n++) people.push(stage.addresses.get((await stage.resident(0)).id)!);
    const again = await begin('匿名调查二', { isAnonymous: true });
    for (const [n, email] of people.entries()) await (n === 0 ? bad(email, '楼道太脏') : good(email));
    await stage.platform.runJobs();
    expect(await ofSurveys()).toHaveLength(before);
    await closeSurvey(admin, again);
    await stage.platform.runJobs();
    const made = (await ofSurveys()).slice(before);
    expect(made).toMatchObject([{ title: '低分评价：匿名调查二', isAnonymous: true, customer: null, unit: null }]);
    await closeSurvey(admin, survey);
    const asked = await startSurvey(admin, { name: '员工满意度', templateId: template.id, audience: 'STAFF' });
    await stage.platform.runJobs();
    const [colleague] = await stage.sql<{ email: string }>(
      `SELECT s.email FROM atrium.staff s JOIN atrium.survey_invitation i ON i.tenant_id = s.tenant_id AND i.staff_id = s.id
       WHERE i.survey_id = $1 LIMIT 1`,
      [uuidOf(asked.id)],
    );
    await bad(colleague!.email, '加班太多');
    await stage.platform.runJobs();
    expect(await ofSurveys()).toHaveLength(before + 1);
    await closeSurvey(admin, asked);
  });
});

describe('a ticket that is resolved', () => {
  it('has its customer asked, about whoever did it, each time; a low score is linked to the ticket', async () => {
    const agent = await stage.platform.as('SERVICE_AGENT');
    const technician = await stage.platform.as('TECHNICIAN');
    const worker = await me(technician);
    const who = await stage.resident(0);
    const survey = await startSurvey(admin, {
      ...{ name: '维修回访', templateId: template.id, trigger: 'ticket.resolved', validDays: 3 },
    });
    let ticket = await take(agent, { customerId: who.id, communityId: stage.communities[0] });
    ticket = await assign(agent, await move(agent, ticket, 'TRIAGED'), { strategy: 'MANUAL', assigneeId: worker });
    ticket = await move(technician, await move(technician, ticket, 'IN_PROGRESS'), 'RESOLVED');
    const anonymous = await take(agent, { isAnonymous: true, communityId: stage.communities[0] });
    await stage.platform.runJobs();
    const invitations = () =>
      stage.sql<{ rated: string; days: number }>(
        `SELECT rated_staff_id AS rated, extract(day FROM expires_at - created_at)::int AS days
         FROM atrium.survey_invitation WHERE survey_id = $1 ORDER BY id`,
        [uuidOf(survey.id)],
      );
    expect(await invitations()).toEqual([{ rated: uuidOf(worker), days: 3 }]);
    await bad(who, '又漏了');
    await stage.platform.runJobs();
    // It is a matter of the ticket that was asked about, not of another.
    expect((await ofSurveys()).map(({ title }) => title)).not.toContain('低分评价：维修回访');
    const beside = await stage.sql<{ id: string }>(
      'SELECT follow_up_id AS id FROM atrium.survey_response WHERE survey_id = $1',
      [uuidOf(survey.id)],
    );
    expect(beside).toEqual([{ id: uuidOf(ticket.id) }]);
    expect(anonymous.customer).toBeNull();
    // Resolved once more it is another occasion; the same event again is not.
    ticket = await move(agent, ticket, 'REOPENED', { note: '又漏了' });
    ticket = await assign(agent, ticket, { strategy: 'MANUAL', assigneeId: worker });
    ticket = await move(technician, await move(technician, ticket, 'IN_PROGRESS'), 'RESOLVED');
    await stage.platform.runJobs();
    expect(await invitations()).toHaveLength(2);
    const { customer, unit, id, number, kind, severity } = ticket;
    await inTenant(stage.platform, () =>
      stage.platform.api.get(Events).emit(
        ticketEvents.moved,
        {
          ...{ ticketId: uuidOf(id), number, kind, severity, customerId: uuidOf(customer!.id) },
          ...{ communityId: uuidOf(stage.communities[0]), from: 'IN_PROGRESS', to: 'RESOLVED' },
        },
        { aggregateId: uuidOf(id) },
      ),
    );
    await stage.platform.runJobs();
    expect(unit).toBeNull();
    expect(await invitations()).toHaveLength(2);
    await closeSurvey(admin, survey);
  });
});

it('segments choose customers by the surveys they were asked and what they answered, within one’s permissions', async () => {
  const [sad, glad, silent] = [
    await stage.resident(0, { name: '不满意' }),
    await stage.resident(1, { name: '很满意' }),
    await stage.resident(1, { name: '没回答' }),
  ];
  const segmentId = await change<{ segment: { id: string } }>(
    admin,
    'createSegment',
    'CreateSegmentInput',
    { name: '三人', rule: { text: { field: 'customer.name', in: ['不满意', '很满意', '没回答'] } } },
    'segment { id }',
  ).then(({ segment }) => segment.id);
  const survey = await begin('分群调查', { segmentId });
  await bad(sad, '不好');
  await good(glad);
  const which = { survey: { field: 'surveyAnswer.survey', in: [survey.id] } };
  const answered = (...rules: object[]) => ({ some: { of: 'surveyAnswer', where: { all: [which, ...rules] } } });
  expect(await chosen(admin, answered({ boolean: { field: 'surveyAnswer.isLow', is: true } }))).toEqual(['不满意']);
  expect(await chosen(admin, answered({ number: { field: 'surveyAnswer.satisfaction', from: '80' } }))).toEqual([
    '很满意',
  ]);
  expect(await chosen(admin, answered({ number: { field: 'surveyAnswer.satisfaction', to: '0' } }))).toEqual([
    '不满意',
  ]);
  expect(await chosen(admin, answered({ number: { field: 'surveyAnswer.recommendation', from: '9' } }))).toEqual([
    '很满意',
  ]);
  expect(await chosen(admin, answered({ date: { field: 'surveyAnswer.answeredOn', eq: '2031-01-13' } }))).toHaveLength(
    2,
  );
  const unanswered = {
    some: {
      of: 'surveyInvitation',
      where: {
        all: [
          { survey: { field: 'surveyInvitation.survey', in: [survey.id] } },
          { boolean: { field: 'surveyInvitation.isAnswered', is: false } },
          { date: { field: 'surveyInvitation.invitedOn', eq: '2031-01-13' } },
        ],
      },
    },
  };
  expect(await chosen(admin, unanswered)).toEqual(['没回答']);
  expect(await explain(admin, unanswered)).toContain('分群调查');
  // Finance may read results and not single answers; nobody finds those to anonymous surveys.
  const finance = await stage.platform.as('FINANCE_MANAGER');
  const preview = 'query ($rule: SegmentRuleInput!) { previewSegment(rule: $rule) { totalCount } }';
  expect((await finance.fails(preview, { rule: answered() })).extensions).toMatchObject({
    code: 'FORBIDDEN',
    permission: 'survey:read-answers',
  });
  const { id } = await begin('无名', { segmentId, isAnonymous: true });
  await good(silent);
  expect(
    await chosen(admin, {
      some: { of: 'surveyAnswer', where: { survey: { field: 'surveyAnswer.survey', in: [id] } } },
    }),
  ).toEqual([]);
  expect((await neighbour.fails(preview, { rule: answered() })).extensions.code).toBe('NOT_FOUND');
  await closeSurvey(admin, survey);
});

describe('of a customer', () => {
  const merge = (survivorId: string, duplicateId: string) =>
    change(admin, 'mergeCustomers', 'MergeCustomersInput', { survivorId, duplicateId }, '__typename');
  const figuresOf = async () =>
    (
      await admin.ok<{ surveyResults: { total: { questions: { code: string; n: number; mean: number }[] } } }>(
        `query ($input: SurveyResultsInput!) { surveyResults(input: $input) { total { questions { code n mean } } } }`,
        { input: { templateId: template.id, from: '2031-01-01', to: '2031-12-01' } },
      )
    ).surveyResults.total;
  /** Where in the company's tables a text is found, the log and the events included. */
  async function whereIs(text: string): Promise<string[]> {
    const tables = await stage.sql<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname IN ('atrium', 'pgboss') ORDER BY 1`,
    );
    const looks = tables.map(
      ({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT FROM ${name} t WHERE t::text LIKE $1)`,
    );
    const found = await stage.sql<{ name: string }>(looks.join(' UNION ALL '), [`%${text}%`]);
    return found.map(({ name }) => name);
  }

  it('who is merged the survivor is asked, and shows what was answered under either number', async () => {
    const [kept, double] = [await stage.resident(0), await stage.resident(0)];
    const survey = await begin('合并之前');
    await bad(double, '合并前的意见');
    await good(kept);
    await merge(kept.id, double.id);
    const answers = await answersTo({ survey: { eq: survey.id }, customer: { eq: kept.id } });
    expect(answers.map(({ customer }) => customer)).toEqual([{ id: kept.id }, { id: kept.id }]);
    const { customer } = await admin.ok<{ customer: { timeline: { nodes: { kind: string }[] } } }>(
      `query ($id: ID!) { customer(id: $id) { timeline(first: 50, kinds: ["SURVEY_ANSWERED"]) { nodes { kind } } } }`,
      { id: kept.id },
    );
    expect(customer.timeline.nodes).toHaveLength(2);
    await closeSurvey(admin, survey);
    // Something that was known of the duplicate has the survivor asked, and only once.
    const asked = await startSurvey(admin, { name: '合并之后', templateId: template.id, trigger: 'occupancy.movedIn' });
    const building = await create(admin, 'building', { communityId: stage.communities[0], code: '8栋' });
    const unit = await create(admin, 'unit', { buildingId: building.id, code: '801' });
    const [late, gone] = [await stage.resident(0), await enterCustomer(admin, '重复')];
    await startOccupancy(admin, gone, unit.id, 'OWNER', { startsOn: '2031-01-10' });
    await merge(late.id, gone.id);
    await stage.platform.runJobs();
    expect(
      await stage.sql('SELECT customer_id AS id FROM atrium.survey_invitation WHERE survey_id = $1', [
        uuidOf(asked.id),
      ]),
    ).toEqual([{ id: uuidOf(late.id) }]);
    await closeSurvey(admin, asked);
  });

  it('who is erased no name and no word is left, their link opens nothing, and figures stay', async () => {
    const words = '只有我才会写的一句话';
    const who = await stage.resident(0, { name: '将被删除的人' });
    const others = await Promise.all([0, 1, 2, 3, 4].map(() => stage.resident(0)));
    const survey = await begin('删除之前');
    const open = await begin('还开着');
    const unused = stage.linkOf(who);
    for (const one of others) await good(one);
    // The newest link is that of the survey that stays open: this one is answered by the older mail.
    const older = stage.mailbox.mails
      .filter(({ to, email }) => to.includes(stage.addresses.get(who.id)!) && email.text?.includes('/survey/'))
      .at(-2)!;
    const path = /\/survey\/atr_v_[\w-]+/.exec(older.email.text!)![0];
    let page = await stage.open(path);
    page = await stage.send(path, page, { 'q.repair': '1' });
    page = await stage.send(path, page, { 'q.why': words });
    expect(page.statusCode).toBe(200);
    await closeSurvey(admin, survey);
    await stage.platform.runJobs();
    const before = [await figuresOf(), await surveyNow(admin, survey)];
    expect(await whereIs(words)).toEqual(['atrium.survey_response']);
    const { customer } = await admin.ok<{ customer: { occupancies: { nodes: { id: string; version: number }[] } } }>(
      'query ($id: ID!) { customer(id: $id) { occupancies { nodes { id version } } } }',
      { id: who.id },
    );
    const [{ id, version }] = customer.occupancies.nodes as [{ id: string; version: number }];
    await change(admin, 'endOccupancy', 'EndOccupancyInput', { id, version, endsOn: '2025-06-30' }, '__typename');
    const { request } = await change<{ request: { id: string; version: number } }>(
      admin,
      'openPrivacyRequest',
      'OpenPrivacyRequestInput',
      { customerId: who.id, kind: 'ERASURE', details: '请删除' },
      'request { id version }',
    );
    await change(admin, 'completePrivacyRequest', 'AnswerPrivacyRequestInput', request, '__typename');
    expect(await whereIs(words)).toEqual([]);
    expect(await whereIs('将被删除的人')).toEqual([]);
    expect((await stage.open(unused)).statusCode).toBe(404);
    expect([await figuresOf(), await surveyNow(admin, survey)]).toEqual(before);
    expect(await stage.sql('SELECT 1 FROM atrium.survey_invitation WHERE customer_id = $1', [uuidOf(who.id)])).toEqual(
      [],
    );
    await closeSurvey(admin, open);
  });

  it('what is older than its term goes, answer by answer, and figures stay', async () => {
    const words = '很久以前的一句话';
    const who = await stage.resident(0);
    const survey = await begin('很久以前');
    await bad(who, words);
    await closeSurvey(admin, survey);
    await stage.platform.runJobs();
    const before = [await figuresOf(), await surveyNow(admin, survey)];
    const aged = (table: string, days: number) =>
      stage.sql(
        `UPDATE atrium.${table} SET created_at = $2::timestamptz - make_interval(days => $3) WHERE survey_id = $1`,
        [uuidOf(survey.id), MIDDAY, days],
      );
    await stage.platform.runSchedules();
    await aged('survey_invitation', 728);
    await aged('survey_response', 1_824);
    const night = async (): Promise<number[]> => {
      stage.platform.clock.advance({ days: 1 });
      await stage.platform.runSchedules();
      await stage.platform.runJobs();
      stage.platform.clock.freeze(MIDDAY);
      return Promise.all(
        ['survey_invitation', 'survey_response'].map(
          async (table) =>
            (await stage.sql(`SELECT FROM atrium.${table} WHERE survey_id = $1`, [uuidOf(survey.id)])).length,
        ),
      );
    };
    expect((await night()).map((left) => left > 0)).toEqual([true, true]);
    await aged('survey_invitation', 731);
    await aged('survey_response', 1_827);
    stage.platform.clock.advance({ days: 1 });
    expect(await night()).toEqual([0, 0]);
    expect(await whereIs(words)).toEqual([]);
    // Sessions end in the meantime.
    admin = await stage.platform.as('ADMIN');
    expect([await figuresOf(), await surveyNow(admin, survey)]).toEqual(before);
  });
});
