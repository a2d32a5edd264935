import axe from 'axe-core';
import { JSDOM } from 'jsdom';
import { decodeId, readSecret } from '@atrium/sdk';
import type { TestClient } from '@atrium/testing';
import { auditOf } from '../customers/support/register';
import { change, refusal } from '../identity/support';
import {
  closeSurvey,
  content,
  createTemplate,
  MIDDAY,
  publish,
  publishedTemplate,
  rating,
  Stage,
  startSurvey,
  surveyNow,
  textOf,
  updateTemplate,
  words,
} from './support/surveys';

let stage: Stage;
let admin: TestClient;
let neighbour: TestClient;

beforeAll(async () => {
  stage = await Stage.open();
  admin = stage.admin;
  neighbour = await stage.platform.as('ADMIN', { tenant: 'b' });
});
beforeEach(() => stage.platform.clock.freeze(MIDDAY));
afterAll(() => stage?.close());

const inviteAll = async (name: string, input: Record<string, unknown> = {}, where: 0 | 1 | null = null) => {
  const { id: templateId } = await publishedTemplate(admin, name);
  const segmentId = await stage.segment(name, where);
  const survey = await startSurvey(admin, { templateId, segmentId, ...input });
  await stage.platform.runJobs();
  return surveyNow(admin, survey);
};

describe('a template', () => {
  it('comes with a new company, published', async () => {
    const { surveyTemplates } = await neighbour.ok<{
      surveyTemplates: { nodes: { name: string; versions: object[] }[] };
    }>('{ surveyTemplates { nodes { name versions { number state } } } }');
    const versions = [{ number: 1, state: 'PUBLISHED' }];
    expect(surveyTemplates.nodes).toEqual([
      { name: '工单回访', versions },
      { name: '物业服务满意度', versions },
    ]);
  });

  it('has versions: what was published never changes, and an open survey keeps its own', async () => {
    const draft = await createTemplate(admin, 'Versions');
    const segmentId = await stage.segment('Versions');
    expect(
      await refusal(admin, 'startSurvey', 'StartSurveyInput', { name: 'x', templateId: draft.id, segmentId }),
    ).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'survey.notPublished',
    });
    const first = await publish(admin, draft);
    const survey = await startSurvey(admin, { templateId: first.id, segmentId });
    const changed = await updateTemplate(admin, {
      ...{ id: first.id, version: first.version },
      content: { ...content, questions: [...content.questions, rating('speed')] },
    });
    expect(changed.versions.map(({ number, state }) => `${number} ${state}`)).toEqual(['2 DRAFT', '1 PUBLISHED']);
    expect(changed.versions[1]!.content).toMatchObject(content);
    await publish(admin, changed);
    expect((await surveyNow(admin, survey)).templateVersion.number).toBe(1);
    const [row] = await stage.sql<{ id: string }>(
      `SELECT id FROM atrium.survey_template_version WHERE state = 'PUBLISHED' LIMIT 1`,
    );
    for (const statement of [
      'UPDATE atrium.survey_template_version SET content = $$"{}"$$ WHERE id = $1',
      'DELETE FROM atrium.survey_template_version WHERE id = $1',
    ]) {
      await expect(stage.sql(statement, [row!.id])).rejects.toThrow('never changes');
    }
    expect(
      await refusal(admin, 'publishSurveyTemplate', 'PublishSurveyTemplateInput', { id: first.id, version: 4 }),
    ).toMatchObject({ code: 'CONFLICT' });
  });

  it('is refused with every problem in the language of the caller, and a code keeps its kind', async () => {
    const input = {
      name: 'Wrong',
      content: {
        title: words('x'),
        questions: [
          { code: 'a', kind: 'TEXT', title: words('a'), showIf: { score: { question: 'b', atMost: 2 } } },
          rating('b', { showIf: { answered: { question: 'horse' } } }),
        ],
      },
    };
    const error = await refusal(admin, 'createSurveyTemplate', 'CreateSurveyTemplateInput', input);
    expect(error).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [
        { path: 'input.content.questions.0.showIf.score.question', code: 'FORWARD' },
        {
          path: 'input.content.questions.1.showIf.answered.question',
          code: 'UNKNOWN_QUESTION',
          message: '没有问题“horse”。',
        },
      ],
    });
    const before = await publishedTemplate(admin, 'Kinds');
    expect(
      await refusal(admin, 'updateSurveyTemplate', 'UpdateSurveyTemplateInput', {
        ...{ id: before.id, version: before.version },
        content: { ...content, questions: [{ ...content.questions[0], kind: 'RATING_10' }], lowScores: [] },
      }),
    ).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ code: 'KIND_CHANGED' }] });
    expect(
      await refusal(admin, 'createSurveyTemplate', 'CreateSurveyTemplateInput', { name: 'kinds', content }),
    ).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'survey.nameTaken',
    });
  });

  it('is another company’s to nobody, and is audited', async () => {
    const { id } = await createTemplate(admin, 'Secret words');
    const query = 'query ($id: ID!) { surveyTemplate(id: $id) { name } }';
    expect((await neighbour.fails(query, { id })).extensions.code).toBe('NOT_FOUND');
    expect((await admin.ok<{ surveyTemplate: object }>(query, { id })).surveyTemplate).toEqual({
      name: 'Secret words',
    });
    const log = await auditOf(stage.platform, 'survey_template');
    expect(log.at(-1)).toMatchObject({ action: 'INSERT', after: { name: 'Secret words' } });
  });
});

describe('the page behind a link', () => {
  it('asks page by page in the language of the browser, keeps what was entered, and stores it once', async () => {
    const wang = await stage.resident(0, { name: '王芳' });
    const survey = await inviteAll('Page by page');
    const path = stage.linkOf(wang);
    const page = await stage.open(path);
    expect(page.statusCode).toBe(200);
    expect(textOf(page)).toMatch(/^alpha 物业 Your repair A few questions\. ?Your answers are kept with your name/);
    expect(page.body).toContain('<html lang="en">');
    // Nothing is used up by looking.
    expect((await stage.open(path, { 'accept-language': 'zh-CN' })).body).toContain('您的维修');
    const empty = await stage.send(path, page, {});
    expect([empty.statusCode, textOf(empty)]).toEqual([400, expect.stringContaining('Please answer this question.')]);
    const wrong = await stage.send(path, empty, { 'q.repair': '6' });
    expect([wrong.statusCode, textOf(wrong)]).toEqual([400, expect.stringContaining('Choose a number from 1 to 5.')]);
    const low = await stage.send(path, wrong, { 'q.repair': '2' });
    expect(low.statusCode).toBe(200);
    const script = '<script>alert(1)</script>';
    const long = await stage.send(path, low, {
      'q.why': `${script}${'x'.repeat(200)}`,
      'q.nps': '3',
    });
    expect(textOf(long)).toContain('This text has 225 characters; at most 200 are allowed.');
    // What was too long is still there, as a text.
    expect(long.body).toContain(`&lt;script&gt;alert(1)&lt;/script&gt;${'x'.repeat(200)}`);
    expect(long.body).not.toContain('<script');
    const control = await stage.send(path, long, { 'q.why': 'a\u0007b' });
    expect(textOf(control)).toContain('The character U+0007 at place 2 cannot be used.');
    const chinese = await stage.send(path, control, { 'q.why': script }, 'lang:zh-CN');
    expect(chinese.body).toContain('<html lang="zh-CN">');
    expect(chinese.body).toContain('&lt;script&gt;');
    const back = await stage.send(path, chinese, {}, 'back');
    expect(
      new JSDOM(back.body).window.document.querySelector<HTMLInputElement>('input[name="q.repair"]:checked')?.value,
    ).toBe('2');
    const again = await stage.send(path, back, { 'q.repair': '1' });
    const done = await stage.send(path, again, {});
    expect([done.statusCode, textOf(done)]).toEqual([200, expect.stringContaining('感谢您的参与')]);
    const twice = await stage.send(path, again, {});
    expect([twice.statusCode, textOf(twice)]).toEqual([410, expect.stringContaining('该链接已使用')]);
    const { surveyResponses } = await admin.ok<{ surveyResponses: { nodes: object[] } }>(
      `query ($id: ID!) { surveyResponses(filter: { survey: { eq: $id } }) { nodes { customer { name } answers texts isLow
         answeredOn community { name } followUpId } } }`,
      { id: survey.id },
    );
    expect(surveyResponses.nodes).toEqual([
      {
        customer: { name: '王芳' },
        answers: { repair: 1, nps: 3 },
        texts: { why: script },
        isLow: true,
        answeredOn: '2031-01-13',
        community: { name: '北苑' },
        followUpId: null,
      },
    ]);
    expect((await surveyNow(admin, survey)).answeredCount).toBe(1);
  });

  it('is a friendly page for links that are unknown, late, of a closed survey or another company’s', async () => {
    const li = await stage.resident(1);
    const survey = await inviteAll('Ends', { validDays: 3 }, 1);
    const path = stage.linkOf(li);
    const end = async (url: string) => {
      const page = await stage.open(url);
      expect(page.headers['content-security-policy']).toContain(`default-src 'none'`);
      return [page.statusCode, textOf(page)];
    };
    expect(await end('/survey/nothing')).toEqual([404, expect.stringContaining('We do not know this link.')]);
    const token = path.slice('/survey/'.length);
    const other = token.replace(/[0-9a-z]{26}/, token.slice(6, 32).split('').reverse().join(''));
    expect((await end(`/survey/${other}`))[0]).toBe(404);
    stage.platform.clock.advance({ days: 4 });
    expect(await end(path)).toEqual([410, expect.stringContaining('The time for answering is over.')]);
    stage.platform.clock.freeze(MIDDAY);
    const page = await stage.open(path);
    await closeSurvey(admin, survey);
    expect(await end(path)).toEqual([410, expect.stringContaining('This survey has ended.')]);
    expect((await stage.send(path, page, { 'q.repair': '5' })).statusCode).toBe(410);
    expect((await surveyNow(admin, survey)).answeredCount).toBe(0);
  });

  it('stores one of two answers sent at once', async () => {
    const chen = await stage.resident(1);
    await inviteAll('At once', {}, 1);
    const path = stage.linkOf(chen);
    const page = await stage.send(path, await stage.open(path), { 'q.repair': '5' });
    const sent = await Promise.all([1, 2, 3].map(() => stage.send(path, page, { 'q.nps': '9' })));
    expect(sent.map(({ statusCode }) => statusCode).sort()).toEqual([200, 410, 410]);
  });

  it('keeps tokens only as hashes, out of logs and of the message once it is sent', async () => {
    const zhao = await stage.resident(1);
    await inviteAll('Hashes', {}, 1);
    const token = stage.linkOf(zhao).slice('/survey/'.length);
    const tables = await stage.sql<{ name: string }>(
      `SELECT table_schema || '.' || table_name AS name FROM information_schema.columns
       WHERE table_schema IN ('atrium', 'pgboss') AND column_name = 'id' GROUP BY 1`,
    );
    for (const { name } of tables) {
      const [found] = await stage.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${name} t WHERE t::text LIKE $1`, [
        `%${token.slice(-20)}%`,
      ]);
      expect([name, found!.n]).toEqual([name, 0]);
    }
    const read = readSecret('survey', token)!;
    expect(
      await stage.sql('SELECT 1 AS one FROM atrium.survey_invitation WHERE token_hash = $1', [read.hash]),
    ).toHaveLength(1);
    const log = await stage.sql('SELECT 1 AS one FROM atrium.audit_log WHERE after::text LIKE $1', [`%${read.hash}%`]);
    expect(log).toEqual([]);
  });

  it('is accessible: labels, groups, language, errors that lead to their question', async () => {
    const sun = await stage.resident(1);
    const all = {
      title: words('Everything'),
      questions: [
        rating('five'),
        { code: 'ten', kind: 'RATING_10', title: words('ten'), help: words('a hint') },
        { code: 'nps', kind: 'NPS', title: words('nps') },
        {
          code: 'one',
          kind: 'SINGLE_CHOICE',
          title: words('one'),
          options: ['a', 'b'].map((code) => ({ code, label: words(code) })),
        },
        {
          code: 'some',
          kind: 'MULTIPLE_CHOICE',
          title: words('some'),
          maxChoices: 1,
          options: ['a', 'b'].map((code) => ({ code, label: words(code) })),
        },
        {
          code: 'grid',
          kind: 'MATRIX',
          title: words('grid'),
          rows: ['x', 'y'].map((code) => ({ code, label: words(code) })),
        },
        { code: 'text', kind: 'TEXT', title: words('text') },
      ],
    };
    const { id: templateId } = await publishedTemplate(admin, 'Everything', all);
    await startSurvey(admin, { templateId, segmentId: await stage.segment('Everything', 1) });
    await stage.platform.runJobs();
    const path = stage.linkOf(sun);
    const page = await stage.open(path);
    const wrong = await stage.send(path, page, { 'q.some': ['a', 'b'], 'q.grid.x': '3' });
    for (const { body } of [page, wrong, await stage.open('/survey/nothing')]) {
      const { window } = new JSDOM(body, { runScripts: 'outside-only' });
      window.eval(axe.source);
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(window.document.documentElement, {
        rules: { 'color-contrast': { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
    }
    const { document } = new JSDOM(wrong.body).window;
    const links = [...document.querySelectorAll('#problems a')].map((link) => link.getAttribute('href')!);
    expect(links).toHaveLength(7);
    for (const link of links) expect(document.querySelector(link)).not.toBeNull();
    const done = await stage.send(path, wrong, {
      ...{ 'q.five': '4', 'q.ten': '9', 'q.nps': '0', 'q.one': 'b', 'q.some': 'a', 'q.text': '好\r\n的' },
      ...{ 'q.grid.x': '3', 'q.grid.y': '5' },
    });
    expect(textOf(done)).toContain('Thank you');
    const [row] = await stage.sql<{ answers: object; texts: object }>(
      'SELECT answers, texts FROM atrium.survey_response ORDER BY id DESC LIMIT 1',
    );
    expect(row).toEqual({
      answers: { five: 4, ten: 9, nps: 0, one: 'b', some: ['a'], grid: { x: 3, y: 5 } },
      texts: { text: '好\n的' },
    });
  });
});

describe('permissions', () => {
  it('are asked for by each operation; answers of single people need their own', async () => {
    const cashier = await stage.platform.as('CASHIER');
    const auditor = await stage.platform.as('AUDITOR');
    const inspector = await stage.platform.as('QUALITY_INSPECTOR');
    const answers = '{ surveyResponses { nodes { id } } }';
    expect((await cashier.fails('{ surveys { nodes { id } } }')).extensions.code).toBe('FORBIDDEN');
    expect((await auditor.fails(answers)).extensions.code).toBe('FORBIDDEN');
    await auditor.ok('{ surveys { nodes { id } } }');
    await inspector.ok(answers);
    const settings = { version: 0, anonymityThreshold: 6 };
    expect(await refusal(inspector, 'updateSurveySettings', 'UpdateSurveySettingsInput', settings)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(
      await refusal(admin, 'updateSurveySettings', 'UpdateSurveySettingsInput', { version: 0, anonymityThreshold: 4 }),
    ).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(
      await refusal(auditor, 'createSurveyTemplate', 'CreateSurveyTemplateInput', { name: 'x', content }),
    ).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('staff limited to some communities see the answers about theirs alone', async () => {
    const northern = await stage.platform.as('QUALITY_INSPECTOR', {
      communities: [stage.platform.uuid(stage.communities[0])],
    });
    const read = async (client: TestClient): Promise<string[]> => {
      const { surveyResponses } = await client.ok<{ surveyResponses: { nodes: { community: { name: string } }[] } }>(
        '{ surveyResponses(first: 100) { nodes { community { name } } } }',
      );
      return [...new Set(surveyResponses.nodes.map(({ community }) => community.name))].sort();
    };
    const wu = await stage.resident(0);
    const { id, version } = await inviteAll('Companys');
    await stage.answer(wu, { 'q.repair': '4' }, {});
    expect(await read(admin)).toEqual(['北苑', '南苑']);
    expect(await read(northern)).toEqual(['北苑']);
    expect(await refusal(northern, 'closeSurvey', 'CloseSurveyInput', { id, version })).toMatchObject({
      code: 'FORBIDDEN',
      messageKey: 'survey.companys',
    });
    // Of a segment of everybody those are asked whom the maker sees.
    const { id: templateId } = await publishedTemplate(admin, 'Northern');
    const segmentId = await stage.segment('Northern');
    const own = await startSurvey(northern, { templateId, segmentId });
    await stage.platform.runJobs();
    const [counted] = await stage.sql<{ north: number; all: number }>(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE community_id = $2)::int AS north
       FROM atrium.survey_invitation WHERE survey_id = $1`,
      [stage.platform.uuid(own.id), stage.platform.uuid(stage.communities[0])],
    );
    expect(counted!.all).toBe(counted!.north);
  });
});

it('a segment that a survey uses is not deleted', async () => {
  const segmentId = await stage.segment('In use');
  const { id: templateId } = await publishedTemplate(admin, 'In use');
  await startSurvey(admin, { templateId, segmentId, name: '年度调查' });
  const error = await refusal(admin, 'deleteSegment', 'DeleteSegmentInput', { id: segmentId });
  expect(error.code).toBe('CONFLICT');
  expect(decodeId(segmentId).ok).toBe(true);
  await change(
    admin,
    'createSegment',
    'CreateSegmentInput',
    { name: 'Not in use', rule: { some: { of: 'occupancy' } } },
    '__typename',
  );
});
