import { findCatalogProblems, withClient } from '@atrium/platform';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, enterRegister, type Entered, startOccupancy } from '../customers/support/register';
import { change, refusal } from '../identity/support';
import { buildFixture, type BuiltFixture } from '../plugins/fixture';
import {
  all,
  chosen,
  createSegment,
  isOwner,
  members,
  membersRefused,
  problemsOf,
  SEGMENT,
  type Segment,
} from './support/segments';

let fixture: BuiltFixture;
let platform: TestPlatform;
let admin: TestClient;
let neighbour: TestClient;
let keen: Entered;
let visitors: Segment;

const cameFor = (contains: string): object => ({ text: { field: 'visits.entry.reason', contains } });
const enable = (client: TestClient): Promise<unknown> =>
  change(
    client,
    'enablePlugin',
    'EnablePluginInput',
    { plugin: 'visits', settings: { callbackKey: 'a key of the front door' } },
    'plugin { name }',
  );
const record = (client: TestClient, customerId: string, reason: string): Promise<unknown> =>
  change(client, 'recordVisits', 'VisitsRecordInput', { customerId, reason }, 'entry { id }');
const fieldsOf = async (
  client: TestClient,
): Promise<{ name: string; plugin: string | null; permissions: string[] }[]> =>
  (
    await client.ok<{ segmentFields: { name: string; plugin: string | null; permissions: string[] }[] }>(
      '{ segmentFields { name plugin permissions } }',
    )
  ).segmentFields;

beforeAll(async () => {
  fixture = buildFixture('CommonJS');
  platform = await createTestPlatform({ ATRIUM_PLUGINS: fixture.folder });
  admin = await platform.as('ADMIN');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  await enable(admin);
  const { unit1101, unit101 } = await enterRegister(admin);
  await startOccupancy(admin, (keen = await enterCustomer(admin, '王芳')), unit1101, 'OWNER');
  const far = await enterCustomer(admin, '张伟');
  await startOccupancy(admin, far, unit101, 'OWNER');
  await enterCustomer(admin, '李娜');
  await record(admin, keen.id, '领钥匙');
  await record(admin, far.id, '领钥匙');
  await record(admin, far.id, '投诉');
});
afterAll(async () => {
  await platform?.close();
  fixture?.remove();
});

it('rules ask what a plugin keeps, together with the core, in one statement', async () => {
  expect((await fieldsOf(admin)).find(({ name }) => name === 'visits.entry.reason')).toEqual({
    name: 'visits.entry.reason',
    plugin: 'visits',
    permissions: ['visits:read'],
  });
  expect(await chosen(admin, cameFor('钥匙'))).toEqual(['张伟', '王芳'].sort());
  expect(await chosen(admin, { some: { of: 'visits.entry', atLeast: 2 } })).toEqual(['张伟']);
  expect(await chosen(admin, all({ not: { some: { of: 'visits.entry' } } }, { not: isOwner }))).toEqual(['李娜']);
  expect(await chosen(admin, { date: { field: 'visits.entry.cameOn', withinLastDays: 1 } })).toHaveLength(2);
  visitors = await createSegment(admin, '来访客户', { some: { of: 'visits.entry', where: cameFor('钥匙') } });
  expect(visitors.explanation).toBe('来访（事由包含“钥匙”）');
  expect(await members(admin, visitors.id)).toEqual(['张伟', '王芳'].sort());
});

it('is read as the plugin’s role: tenant and data scope hold, and the catalog is whole', async () => {
  const communities = [
    platform.uuid(
      (
        await admin.ok<{ communities: { nodes: { id: string }[] } }>(
          '{ communities(filter: { name: { eq: "和园" } }) { nodes { id } } }',
        )
      ).communities.nodes[0]!.id,
    ),
  ];
  const limited = await platform.as('SERVICE_AGENT', { communities });
  expect(await members(limited, visitors.id)).toEqual(['王芳']);
  await enable(neighbour);
  expect(await chosen(neighbour, cameFor('钥匙'))).toEqual([]);
  await change(neighbour, 'disablePlugin', 'DisablePluginInput', { plugin: 'visits' }, 'plugin { name }');
  expect(await findCatalogProblems(platform.database.adminUrl)).toEqual([]);
  const rows = await withClient(platform.database.adminUrl, async (client) => {
    const { rows: views } = await client.query(
      `SELECT c.relname AS name, pg_get_userbyid(c.relowner) AS owner, has_schema_privilege('plg_visits', 'segment', 'CREATE') AS creates
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'segment'`,
    );
    return views as unknown[];
  });
  expect(rows).toEqual([{ name: 'plg_visits_entry', owner: 'plg_visits', creates: false }]);
});

it('needs the permission of the plugin', async () => {
  const finance = await platform.as('FINANCE_MANAGER');
  expect(await membersRefused(finance, visitors.id)).toMatchObject({ code: 'FORBIDDEN', permission: 'visits:read' });
});

it('is not deleted while the plugin uses it', async () => {
  const { id } = await createSegment(admin, '在用', isOwner);
  await record(admin, keen.id, platform.uuid(id));
  const refused = await refusal(admin, 'deleteSegment', 'DeleteSegmentInput', { id });
  expect(refused).toMatchObject({
    code: 'CONFLICT',
    messageKey: 'segment.inUse',
    uses: [{ kind: '来访登记', title: platform.uuid(id) }],
  });
  const { segment } = await admin.ok<{ segment: { uses: unknown[] } }>(
    'query ($id: ID!) { segment(id: $id) { uses { kind title link } } }',
    { id },
  );
  expect(segment.uses).toEqual([{ kind: '来访登记', title: platform.uuid(id), link: null }]);
});

it('is an audience for plugins', async () => {
  const { id } = await createSegment(admin, '受邀', isOwner);
  const invited = await change(
    admin,
    'inviteToVisits',
    'VisitsInviteInput',
    { segmentId: id, reason: '恳谈会' },
    'invited',
  );
  expect(invited).toEqual({ invited: 2 });
  expect(await chosen(admin, cameFor('恳谈会'))).toEqual(['张伟', '王芳'].sort());
});

it('while the plugin is disabled, its fields are not there and a segment that uses one says so and matches nobody', async () => {
  expect((await fieldsOf(neighbour)).filter(({ plugin }) => plugin !== null)).toEqual([]);
  expect(await problemsOf(neighbour, cameFor('钥匙'))).toEqual(['rule.text.field PLUGIN_DISABLED']);
  await change(admin, 'disablePlugin', 'DisablePluginInput', { plugin: 'visits' }, 'plugin { name }');
  expect(await membersRefused(admin, visitors.id)).toMatchObject({
    code: 'PLUGIN_DISABLED',
    plugin: 'visits',
    message: '规则使用了插件 visits 的字段“visits.entry”，该插件尚未启用；启用前该分群不含任何客户。',
  });
  const { segment } = await admin.ok<{ segment: Segment }>(
    `query ($id: ID!) { ${SEGMENT.replace('segment', 'segment(id: $id)')} }`,
    {
      id: visitors.id,
    },
  );
  expect(segment).toMatchObject({
    explanation: null,
    problems: [{ path: 'rule.some.of', code: 'PLUGIN_DISABLED' }],
  });
  await enable(admin);
  expect(await members(admin, visitors.id)).toEqual(['张伟', '王芳'].sort());
});
