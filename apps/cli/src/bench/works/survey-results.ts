import { withClient } from '@atrium/platform';
import type { ApiClient } from '../../client/api-client';
import { startProgram } from '../../harness/program';
import type { BareOptions } from '../bare-server';
import { load, type Target } from '../load';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';

const BARE_SERVER = require.resolve('../bare-server');
const ANSWERS = 200_000;
/** A company begins with it. */
const TEMPLATE = '物业服务满意度';
/** The ready-made template asks so many scored questions. */
const QUESTIONS = [
  ...['satisfaction', 'repair', 'cleaning', 'security', 'greening', 'front_desk', 'billing'],
  ...['expected', 'value', 'image', 'recommend'],
];
const COMMUNITIES = 40;
const CONNECTIONS = 1;
const SECONDS = 5;
const WARM_UP_SECONDS = 2;

const QUERY = `query Results($input: SurveyResultsInput!) { surveyResults(input: $input) {
  waiting total { index { n value low high } questions { code n index { value } } dimensions { dimension index { value } }
    touchPoints { touchPoint index { value } } gaps { question gap { value } } }
  previous { index { n value } }
  groups { label isWithheld index { n value low high } touchPoints { touchPoint index { n value low high } } } } }`;

/** The two sums behind it as a person would write them: of the whole and by community. */
const STATEMENT = `
  WITH spread AS (
    SELECT c.community_id, c.item, s.score, sum(s.n::int) AS n FROM atrium.survey_cell c, jsonb_each_text(c.scores) AS s (score, n)
    WHERE c.template_id = $1::uuid AND c.month BETWEEN '2026-01-01' AND '2026-12-01'
    GROUP BY GROUPING SETS ((c.community_id, c.item, s.score), (c.item, s.score)))
  SELECT json_agg(spread)::text AS body FROM spread`;

/** A year of a large company on one screen. */
export const surveyResults: Work = {
  name: 'surveyResults',
  description: `a year's results by community of ${ANSWERS} answers; limit: bare http and the plain SQL sums`,
  unit: 'ms p95',
  better: 'lower',
  budget: { value: 300, ratioToLimit: null, peakMemoryMb: null },
  mix: { computing: 1, roundTrips: 0, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, anonymous, api, tell }: Bench): Promise<PreparedWork> {
  const { adminUrl, appUrl } = installation.database;
  const { api: admin, tenantId } = await newCompany(anonymous, 'survey-results');
  tell(`surveyResults: ${ANSWERS} answers come in`);
  const template = await templateOf(admin);
  const templateUuid = await fillAnswers(adminUrl, tenantId);
  for (let n = 0; n < 2; n++) {
    const other = await newCompany(anonymous, `survey-results-${n}`);
    await fillAnswers(adminUrl, other.tenantId);
  }
  const options: BareOptions = { databaseUrl: appUrl, tenantId, connections: CONNECTIONS, text: STATEMENT };
  const bare = await startProgram(BARE_SERVER, options);
  const expected = await countBelow(adminUrl, tenantId);
  const input = { templateId: template, from: '2026-01-01', to: '2026-12-01', breakdown: 'COMMUNITY' };
  const ours: Target = {
    url: `${api.url}/graphql`,
    headers: admin.headers,
    bodies: [JSON.stringify({ query: QUERY, variables: { input } })],
    isWhole: (body) => body.includes(`"total":{"index":{"n":${expected},`),
  };
  const limit: Target = {
    url: bare.url,
    headers: {},
    bodies: [JSON.stringify({ values: [[templateUuid]] })],
    isWhole: (body) => body.includes('satisfaction'),
  };
  await load(ours, CONNECTIONS, WARM_UP_SECONDS);
  await load(limit, CONNECTIONS, WARM_UP_SECONDS);
  return {
    round: async () => {
      const barest = await load(limit, CONNECTIONS, SECONDS);
      const { p95Ms, requestsPerSecond } = await load(ours, CONNECTIONS, SECONDS);
      return { value: p95Ms, limit: barest.p95Ms, notes: { readsPerSecond: requestsPerSecond, answers: expected } };
    },
    peakMemory: () => Promise.resolve(null),
    end: () => bare.stop(),
  };
}

async function templateOf(admin: ApiClient): Promise<string> {
  const { surveyTemplates } = await admin.call<{ surveyTemplates: { nodes: { id: string; name: string }[] } }>(
    '{ surveyTemplates { nodes { id name } } }',
    {},
  );
  return surveyTemplates.nodes.find(({ name }) => name === TEMPLATE)!.id;
}

/**
 * A survey that was answered over a year in 40 communities by two kinds of customers in three kinds of units, and the cells
 * that releases make of it. Written past the application, because only reading is measured. Answers the template's UUID.
 */
async function fillAnswers(adminUrl: string, tenantId: string): Promise<string> {
  return withClient(adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    const { rows } = await client.query<{ id: string; version: string }>(
      `SELECT t.id, v.id AS version FROM atrium.survey_template t
       JOIN atrium.survey_template_version v ON v.tenant_id = t.tenant_id AND v.template_id = t.id WHERE t.tenant_id = $1 AND t.name = $2`,
      [tenantId, TEMPLATE],
    );
    const { id: template, version } = rows[0]!;
    await client.query(
      `INSERT INTO atrium.community (tenant_id, id, code, name, sort_key, region)
       SELECT $1, app.new_id(), 'C' || n, '小区' || n, lpad(n::text, 4, '0'), '区' || n % 5 FROM generate_series(1, $2::int) n`,
      [tenantId, COMMUNITIES],
    );
    const survey = await client.query<{ id: string }>(
      `INSERT INTO atrium.survey (tenant_id, id, name, sort_key, template_id, template_version_id, kind, audience, is_anonymous,
         trigger_name, valid_days, actor)
       VALUES ($1, app.new_id(), '年度', '年度', $2, $3, 'TRIGGER', 'CUSTOMERS', false, 'occupancy.movedIn', 14, '{}') RETURNING id`,
      [tenantId, template, version],
    );
    const values = [tenantId, survey.rows[0]!.id, version, ANSWERS];
    await client.query(
      `INSERT INTO atrium.survey_response (tenant_id, id, survey_id, template_version_id, region, community_id, customer_kind,
         property_usage, answered_on, answered_at, answers, is_low)
       SELECT $1, app.new_id(), $2, $3, c.region, c.id, (ARRAY['PERSON', 'ORGANISATION'])[1 + n % 2],
         (ARRAY['RESIDENTIAL', 'OFFICE', 'RETAIL'])[1 + n % 3], date '2026-01-01' + n % 365, now(),
         (SELECT jsonb_object_agg(q, CASE q WHEN 'recommend' THEN (n * 7 + length(q)) % 11 ELSE 1 + (n * 13 + length(q)) % 5 END)
          FROM unnest($5::text[]) q), false
       FROM generate_series(1, $4::int) n
       JOIN (SELECT id, region, row_number() OVER (ORDER BY sort_key) - 1 AS k FROM atrium.community WHERE tenant_id = $1) c
         ON c.k = n % $6::int`,
      [...values, QUESTIONS, COMMUNITIES],
    );
    await client.query(
      `INSERT INTO atrium.survey_cell (tenant_id, id, survey_id, template_id, item, month, region, community_id, customer_kind,
         property_usage, respondents, scores)
       SELECT $1, app.new_id(), $2, $3, item, month, region, community_id, customer_kind, property_usage, sum(n),
         jsonb_object_agg(score, n)
       FROM (SELECT e.key AS item, date_trunc('month', r.answered_on)::date AS month, r.region, r.community_id, r.customer_kind,
               r.property_usage, e.value AS score, count(*) AS n
             FROM atrium.survey_response r, jsonb_each_text(r.answers) e WHERE r.tenant_id = $1 GROUP BY 1, 2, 3, 4, 5, 6, 7) x
       GROUP BY 5, 6, 7, 8, 9, 10 HAVING sum(n) >= 5`,
      [tenantId, survey.rows[0]!.id, template],
    );
    for (const table of ['survey_response', 'survey_cell']) await client.query(`VACUUM ANALYZE atrium.${table}`);
    return template;
  });
}

/** What must come out, counted as superuser. */
async function countBelow(adminUrl: string, tenantId: string): Promise<number> {
  const { rows } = await withClient(adminUrl, (client) =>
    client.query<{ count: number }>(
      `SELECT sum(respondents)::int AS count FROM atrium.survey_cell WHERE tenant_id = $1 AND item = 'satisfaction'`,
      [tenantId],
    ),
  );
  return rows[0]!.count;
}
