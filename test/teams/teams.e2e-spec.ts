import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { change, refusal } from '../identity/support';

let platform: TestPlatform;
let admin: TestClient;
let north: string;
let south: string;
const people: string[] = [];

const ALL = { kind: 'ALL' };
const only = (...communityIds: string[]): object => ({ kind: 'COMMUNITIES', communityIds });
const TEAM = 'team { id version name kind memberCount area { kind communities { id } } members { nodes { id } } }';

interface Team {
  id: string;
  version: number;
  name: string;
  memberCount: number;
  area: { kind: string; communities: { id: string }[] };
  members: { nodes: { id: string }[] };
}

async function community(name: string): Promise<string> {
  const input = { name, serviceProfile: 'RESIDENTIAL' };
  const made = await change<{ community: { id: string } }>(
    admin,
    'createCommunity',
    'CreateCommunityInput',
    input,
    'community { id }',
  );
  return made.community.id;
}

const createTeam = async (client: TestClient, input: object): Promise<Team> => {
  const all = { kind: 'ENGINEERING', area: ALL, memberIds: [], ...input };
  return (await change<{ team: Team }>(client, 'createTeam', 'CreateTeamInput', all, TEAM)).team;
};

const shift = (teamId: string, input: object = {}): Record<string, unknown> => ({
  teamId,
  name: '白班',
  weekdays: [1, 2, 3, 4, 5],
  startsAt: '08:00',
  endsAt: '20:00',
  validFrom: '2026-01-01',
  staffIds: [],
  ...input,
});

async function onShift(client: TestClient, variables: object): Promise<string[]> {
  const answer = await client.ok<{ onShift: { nodes: { id: string }[] } }>(
    `query ($at: DateTime, $teamId: ID, $communityId: ID) {
       onShift(at: $at, teamId: $teamId, communityId: $communityId, first: 50) { nodes { id } } }`,
    variables as Record<string, unknown>,
  );
  return answer.onShift.nodes.map(({ id }) => id).sort();
}

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  north = await community('北苑');
  south = await community('南苑');
  for (const role of ['TECHNICIAN', 'TECHNICIAN', 'TECHNICIAN'] as const) {
    const client = await platform.as(role);
    const { viewer } = await client.ok<{ viewer: { actor: { id: string } } }>('{ viewer { actor { id } } }');
    people.push(viewer.actor.id);
  }
});

afterAll(() => platform.close());

it('skills are words of the company’s own that staff have', async () => {
  const make = (name: string): Promise<{ skill: { id: string; version: number } }> =>
    change(admin, 'createSkill', 'CreateSkillInput', { name }, 'skill { id version }');
  const { skill: lifts } = await make('电梯');
  const { skill: pumps } = await make('水泵');
  expect(await refusal(admin, 'createSkill', 'CreateSkillInput', { name: '电梯' })).toMatchObject({
    code: 'CONFLICT',
    messageKey: 'team.skillTaken',
  });
  const set = (skillIds: string[]): Promise<{ staff: { skills: { name: string }[] } }> =>
    change(
      admin,
      'setStaffSkills',
      'SetStaffSkillsInput',
      { staffId: people[0], skillIds },
      'staff { skills { name } }',
    );
  expect((await set([lifts.id, pumps.id])).staff.skills.map(({ name }) => name)).toEqual(
    ['电梯', '水泵'].sort(byPinyin),
  );
  expect((await set([pumps.id])).staff.skills).toEqual([{ name: '水泵' }]);
  await change(admin, 'updateSkill', 'UpdateSkillInput', { id: pumps.id, version: 1, name: '泵房' }, 'skill { name }');
  expect(
    await refusal(admin, 'updateSkill', 'UpdateSkillInput', { id: pumps.id, version: 1, name: '水' }),
  ).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
  const listed = await admin.ok<{ skills: { nodes: object[] } }>('{ skills { nodes { name staffCount } } }');
  expect(listed.skills.nodes).toEqual(
    expect.arrayContaining([
      { name: '泵房', staffCount: 1 },
      { name: '电梯', staffCount: 0 },
    ]),
  );
  await change(admin, 'deleteSkill', 'DeleteSkillInput', { id: pumps.id }, 'deletedId');
  const one = await admin.ok<{ staffMember: object }>('query ($id: ID!) { staffMember(id: $id) { skills { name } } }', {
    id: people[0],
  });
  expect(one.staffMember).toEqual({ skills: [] });

  const other = await platform.as('ADMIN', { tenant: 'b' });
  expect(
    await refusal(other, 'setStaffSkills', 'SetStaffSkillsInput', { staffId: people[0], skillIds: [] }),
  ).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(
    await refusal(admin, 'setStaffSkills', 'SetStaffSkillsInput', { staffId: people[0], skillIds: [pumps.id] }),
  ).toMatchObject({ code: 'NOT_FOUND' });
});

const byPinyin = new Intl.Collator('zh-CN').compare;

describe('teams', () => {
  it('have members and an area, change with a version, and are found by either', async () => {
    const team = await createTeam(admin, { name: '工程一队', area: only(north), memberIds: [people[0], people[1]] });
    expect(team).toMatchObject({
      version: 1,
      memberCount: 2,
      area: { kind: 'COMMUNITIES', communities: [{ id: north }] },
    });
    expect(team.members.nodes.map(({ id }) => id).sort()).toEqual([people[0], people[1]].sort());
    const add = await change<{ team: Team }>(
      admin,
      'addTeamMembers',
      'TeamMembersInput',
      { teamId: team.id, staffIds: [people[1], people[2]] },
      TEAM,
    );
    expect(add.team.memberCount).toBe(3);
    const less = await change<{ team: Team }>(
      admin,
      'removeTeamMembers',
      'TeamMembersInput',
      { teamId: team.id, staffIds: [people[2]] },
      TEAM,
    );
    expect(less.team.memberCount).toBe(2);
    const changed = await change<{ team: Team }>(
      admin,
      'updateTeam',
      'UpdateTeamInput',
      { id: team.id, version: 1, area: only(north, south), leaderId: people[0] },
      TEAM,
    );
    expect(changed.team.area.communities).toHaveLength(2);
    expect(await refusal(admin, 'updateTeam', 'UpdateTeamInput', { id: team.id, version: 1, name: 'x' })).toMatchObject(
      {
        code: 'CONFLICT',
        currentVersion: 2,
      },
    );
    await createTeam(admin, { name: '客服', kind: 'SERVICE_CENTRE' });
    const find = async (filter: object): Promise<string[]> => {
      const { teams } = await admin.ok<{ teams: { nodes: { name: string }[] } }>(
        'query ($filter: TeamFilter) { teams(filter: $filter) { nodes { name } } }',
        { filter },
      );
      return teams.nodes.map(({ name }) => name);
    };
    expect(await find({ member: { eq: people[1] } })).toEqual(['工程一队']);
    expect(await find({ worksIn: { eq: south } })).toEqual(['工程一队', '客服'].sort(byPinyin));
    expect(await find({ kind: { eq: 'SERVICE_CENTRE' } })).toEqual(['客服']);
    expect(
      await refusal(admin, 'createTeam', 'CreateTeamInput', { name: '客服', kind: 'OTHER', area: ALL, memberIds: [] }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'team.nameTaken' });
    const log = await admin.ok<{ auditEntries: { nodes: { operation: string }[] } }>(
      'query ($id: ID!) { auditEntries(filter: { entityId: { eq: $id } }) { nodes { operation } } }',
      { id: team.id },
    );
    expect(log.auditEntries.nodes.map(({ operation }) => operation)).toEqual(['updateTeam', 'createTeam']);
  });

  it('keep to the data scope of whoever looks and changes', async () => {
    const inNorth = await createTeam(admin, { name: '北苑队', area: only(north) });
    const inSouth = await createTeam(admin, { name: '南苑队', area: only(south), memberIds: [people[2]] });
    const inBoth = await createTeam(admin, { name: '两苑队', area: only(north, south) });
    const everywhere = await createTeam(admin, { name: '总队' });
    const limited = await platform.as('DISPATCHER', { communities: [platform.uuid(north)] });
    const seen = await limited.ok<{ teams: { nodes: { id: string }[] } }>('{ teams(first: 50) { nodes { id } } }');
    const ids = seen.teams.nodes.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([inNorth.id, inBoth.id, everywhere.id]));
    expect(ids).not.toContain(inSouth.id);
    expect((await limited.fails('query ($id: ID!) { team(id: $id) { id } }', { id: inSouth.id })).extensions.code).toBe(
      'NOT_FOUND',
    );
    const update = (id: string): Promise<Record<string, unknown>> =>
      refusal(limited, 'updateTeam', 'UpdateTeamInput', { id, version: 1, description: 'mine' });
    expect(await update(inSouth.id)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await update(inBoth.id)).toMatchObject({ code: 'FORBIDDEN', messageKey: 'team.beyondScope' });
    expect(await update(everywhere.id)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(limited, 'deleteTeam', 'DeleteTeamInput', { id: everywhere.id })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(
      await refusal(limited, 'createTeam', 'CreateTeamInput', {
        name: '越权',
        kind: 'OTHER',
        area: ALL,
        memberIds: [],
      }),
    ).toMatchObject({ code: 'FORBIDDEN' });
    expect(
      await refusal(limited, 'createTeam', 'CreateTeamInput', {
        name: '越权',
        kind: 'OTHER',
        area: only(south),
        memberIds: [],
      }),
    ).toMatchObject({ code: 'NOT_FOUND' });
    const own = await createTeam(limited, { name: '北苑夜巡', area: only(north), memberIds: [people[0]] });
    expect(own.memberCount).toBe(1);
    await change(limited, 'updateTeam', 'UpdateTeamInput', { id: own.id, version: 1, name: '北苑巡逻' }, TEAM);
    await change(limited, 'deleteTeam', 'DeleteTeamInput', { id: own.id }, 'deletedId');
  });

  it('are not for other companies, nor for who lacks the permission', async () => {
    const team = await createTeam(admin, { name: '机密队', memberIds: [people[0]] });
    const other = await platform.as('ADMIN', { tenant: 'b' });
    for (const [mutation, type, input] of [
      ['updateTeam', 'UpdateTeamInput', { id: team.id, version: 1, name: 'x' }],
      ['addTeamMembers', 'TeamMembersInput', { teamId: team.id, staffIds: [] }],
      ['deleteTeam', 'DeleteTeamInput', { id: team.id }],
      ['createShift', 'CreateShiftInput', shift(team.id)],
    ] as const) {
      expect(await refusal(other, mutation, type, input)).toMatchObject({ code: 'NOT_FOUND' });
      expect(await refusal(await platform.as('TECHNICIAN'), mutation, type, input)).toMatchObject({
        code: 'FORBIDDEN',
      });
    }
    expect(await other.ok('{ teams { totalCount } shifts { totalCount } }')).toEqual({
      teams: { totalCount: 0 },
      shifts: { totalCount: 0 },
    });
    // Another company's people cannot join.
    const { viewer } = await other.ok<{ viewer: { actor: { id: string } } }>('{ viewer { actor { id } } }');
    expect(
      await refusal(admin, 'addTeamMembers', 'TeamMembersInput', { teamId: team.id, staffIds: [viewer.actor.id] }),
    ).toMatchObject({ code: 'NOT_FOUND' });
    expect((await (await platform.as('CASHIER')).fails('{ teams { totalCount } }')).extensions.code).toBe('FORBIDDEN');
  });
});

describe('shifts', () => {
  it('tell who works at an instant, in the company’s time zone, across midnight and by community', async () => {
    const team = await createTeam(admin, { name: '值班队', area: only(north), memberIds: [people[0], people[1]] });
    const southern = await createTeam(admin, { name: '南苑值班', area: only(south), memberIds: [people[2]] });
    const create = (input: Record<string, unknown>): Promise<{ shift: { id: string; version: number } }> =>
      change(admin, 'createShift', 'CreateShiftInput', input, 'shift { id version timeZone members { id } }');
    const { shift: day } = await create(shift(team.id, { staffIds: [people[0]] }));
    expect(day).toMatchObject({ version: 1, timeZone: 'Asia/Shanghai', members: [{ id: people[0] }] });
    await create(
      shift(team.id, {
        name: '夜班',
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        startsAt: '20:00',
        endsAt: '08:00',
        staffIds: [people[1]],
      }),
    );
    await create(
      shift(southern.id, { staffIds: [people[2]], weekdays: [3], daysOff: ['2026-12-02'], extraDays: ['2026-11-29'] }),
    );
    // Wednesday 2026-11-25, 12:00, then 23:00, in Shanghai; Thursday 07:59; Sunday 2026-11-29 noon.
    const both = [people[0], people[2]].sort();
    expect(await onShift(admin, { at: '2026-11-25T04:00:00Z' })).toEqual(both);
    expect(await onShift(admin, { at: '2026-11-25T04:00:00Z', communityId: north })).toEqual([people[0]]);
    expect(await onShift(admin, { at: '2026-11-25T04:00:00Z', teamId: southern.id })).toEqual([people[2]]);
    expect(await onShift(admin, { at: '2026-11-25T15:00:00Z' })).toEqual([people[1]]);
    expect(await onShift(admin, { at: '2026-11-25T23:59:00Z' })).toEqual([people[1]]);
    expect(await onShift(admin, { at: '2026-11-29T04:00:00Z' })).toEqual([people[2]]);
    expect(await onShift(admin, { at: '2026-12-02T04:00:00Z' })).toEqual([people[0]]);
    const limited = await platform.as('DISPATCHER', { communities: [platform.uuid(south)] });
    expect(await onShift(limited, { at: '2026-11-25T04:00:00Z' })).toEqual([people[2]]);
    expect(await onShift(await platform.as('ADMIN', { tenant: 'b' }), { at: '2026-11-25T04:00:00Z' })).toEqual([]);

    // Who leaves the team is on its shifts no more.
    await change(admin, 'removeTeamMembers', 'TeamMembersInput', { teamId: team.id, staffIds: [people[1]] }, TEAM);
    expect(await onShift(admin, { at: '2026-11-25T15:00:00Z' })).toEqual([]);
    const { shift: moved } = await change<{ shift: object }>(
      admin,
      'updateShift',
      'UpdateShiftInput',
      { id: day.id, version: 1, startsAt: '13:00', validTo: '2026-12-31', staffIds: [people[0]] },
      'shift { version startsAt endsAt validTo weekdays }',
    );
    expect(moved).toEqual({
      version: 2,
      startsAt: '13:00',
      endsAt: '20:00',
      validTo: '2026-12-31',
      weekdays: [1, 2, 3, 4, 5],
    });
    expect(await onShift(admin, { at: '2026-11-25T04:00:00Z', teamId: team.id })).toEqual([]);
    await change(admin, 'deleteShift', 'DeleteShiftInput', { id: day.id }, 'deletedId');
    expect(await refusal(admin, 'deleteShift', 'DeleteShiftInput', { id: day.id })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('refuse what makes no sense', async () => {
    const team = await createTeam(admin, { name: '校验队', memberIds: [people[0]] });
    for (const [input, path, code] of [
      [{ startsAt: '8:00' }, 'input.startsAt', 'INVALID_TEXT'],
      [{ endsAt: '24:00' }, 'input.endsAt', 'INVALID_TEXT'],
      [{ timeZone: 'Asia/Atlantis' }, 'input.timeZone', 'UNKNOWN_TIME_ZONE'],
      [{ validTo: '2025-12-31' }, 'input.validTo', 'BEFORE_START'],
      [{ weekdays: [] }, 'input.weekdays', 'REQUIRED'],
      [{ weekdays: [8] }, 'input.weekdays', 'TOO_LARGE'],
      [{ weekdays: [1, 1] }, 'input.weekdays', 'DUPLICATE'],
      [{ staffIds: [people[0], people[1]] }, 'input.staffIds.1', 'NOT_A_MEMBER'],
    ] as const) {
      expect(await refusal(admin, 'createShift', 'CreateShiftInput', shift(team.id, input))).toMatchObject({
        code: 'VALIDATION_FAILED',
        fields: [{ path, code }],
      });
    }
  });
});
