import { DemoPlugins, FileSweep, findCatalogProblems, PluginFaults } from '@atrium/platform';
import type { TestClient } from '@atrium/testing';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import communityEvents from '@atrium/community-events';
import { addedBy } from './support/added-sdl';
import ICAL from 'ical.js';
import sharp from 'sharp';
import { chosen } from '../audiences/support/segments';
import { change, refusal } from '../identity/support';
import { publishedTemplate, startSurvey, surveyNow } from '../surveys/support/surveys';
import { enterCustomer, type Entered, enterRegister, startOccupancy, uuidOf } from '../customers/support/register';
import { at, MIDDAY, REGISTRATION, type Registration, type Shown, Stage } from './support/stage';

let stage: Stage;
let admin: TestClient;
/** In 3-2-1101 of the first community, both; next door; in the second community; nowhere. */
let wang: Entered, wife: Entered, li: Entered, zhao: Entered, qian: Entered;

const TITLES = '{ communityEvents { nodes { title state } } }';
const seen = async (customer: Entered): Promise<string[]> => {
  const client = await stage.as(customer);
  const { communityEvents } = await client.ok<{ communityEvents: { nodes: { title: string }[] } }>(TITLES);
  return communityEvents.nodes.map(({ title }) => title);
};
const told = (name: string): string[] =>
  stage.mailbox.mails
    .filter(({ to }) => to.includes(`${name}@example.com`))
    .map(({ email }) => (email.subject ?? '').split('：')[0]!);
const register = async (customer: Entered, event: Shown, input: object = {}): Promise<Registration> =>
  stage.registered(await stage.as(customer), event, input);
const refusedAs = (client: TestClient, event: { id: string }, input: object = {}) =>
  refusal(client, 'registerForCommunityEvents', 'CommunityEventsRegisterInput', { eventId: event.id, ...input });
const refused = async (customer: Entered, event: Shown, input: object = {}) =>
  refusedAs(await stage.as(customer), event, input);
const checkIn = (client: TestClient, input: Record<string, unknown>) =>
  change<{ people: number; registration: Registration | null }>(
    client,
    'checkInCommunityEvents',
    'CommunityEventsCheckInInput',
    input,
    `people registration { ${REGISTRATION} }`,
  );
const notCheckedIn = (client: TestClient, input: Record<string, unknown>) =>
  refusal(client, 'checkInCommunityEvents', 'CommunityEventsCheckInInput', input);

beforeAll(async () => {
  stage = await Stage.open();
  ({ admin } = stage);
  const { unit1101, unit1102, unit101 } = stage.register;
  wang = await stage.resident('wang', unit1101);
  wife = await stage.resident('wife', unit1101, 'FAMILY');
  li = await stage.resident('li', unit1102);
  zhao = await stage.resident('zhao', unit101);
  qian = await stage.resident('qian');
  await stage.platform.runJobs();
});
beforeEach(() => {
  stage.platform.clock.freeze(MIDDAY);
  stage.mailbox.mails.length = 0;
});
afterAll(() => stage?.close());

describe('an event', () => {
  it('is a draft for staff until it is published to its audience', async () => {
    const draft = await stage.plan({ title: '元宵灯会' });
    expect(draft.state).toBe('DRAFT');
    expect(await seen(wang)).toEqual([]);
    expect((await refused(wang, draft)).code).toBe('NOT_FOUND');
    await stage.publish(draft);
    expect([await seen(wang), await seen(zhao), await seen(qian)]).toEqual([['元宵灯会'], [], []]);
    // Activities are marketing, which takes a consent; nobody gave one.
    expect(told('wang')).toEqual([]);
    const everywhere = await stage.planned({ title: '物业恳谈会', kind: 'TRAINING', communityId: null });
    expect([await seen(zhao), await seen(qian)]).toEqual([['物业恳谈会'], []]);
    expect([told('wang'), told('zhao'), told('qian')]).toEqual([['活动通知'], ['活动通知'], []]);
    await stage.cancel(admin, await stage.registered(admin, everywhere, { customerId: qian.id }));
    // Whoever is registered sees it, whatever the audience; what was taken back shows that it was.
    expect(await seen(qian)).toEqual(['物业恳谈会']);
  });

  it('says by field what is wrong with it', async () => {
    const wrong = async (input: object) => {
      const { fields } = await refusal(admin, 'createCommunityEventsEvent', 'CommunityEventsCreateInput', {
        ...{ kind: 'ACTIVITY', title: 'x', description: 'y', communityId: stage.register.heYuan },
        ...{ startsAt: at(48), endsAt: at(50), ...input },
      });
      return (fields as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`);
    };
    expect(await wrong({ endsAt: at(48) })).toEqual(['input.endsAt TOO_EARLY']);
    expect(await wrong({ startsAt: at(-1) })).toEqual(['input.startsAt IN_THE_PAST']);
    expect(await wrong({ registrationOpensAt: at(50) })).toEqual(['input.registrationClosesAt WRONG_ORDER']);
    expect(await wrong({ kind: 'NOTICE_ONLY', capacity: 5 })).toEqual(['input.capacity NOT_ALLOWED']);
    expect(await wrong({ title: 'a\u0007b' })).toEqual(['input.title INVALID_TEXT']);
    expect(await wrong({ capacity: 0 })).toEqual(['input.capacity TOO_SMALL']);
    expect(await wrong({ budget: { amount: '1.234', currency: 'CNY' } })).toEqual([
      'input.budget.amount INVALID_AMOUNT',
    ]);
    expect(await wrong({ budget: { amount: '1.23', currency: 'USD' } })).toEqual([
      'input.budget.currency WRONG_CURRENCY',
    ]);
  });

  it('moves only as it may, from the version one has seen; what it has cost is added later', async () => {
    const event = await stage.planned({ budget: { amount: '1200.00', currency: 'CNY' } });
    const publish = { id: event.id, version: event.version };
    expect(await refusal(admin, 'publishCommunityEventsEvent', 'CommunityEventsPublishInput', publish)).toMatchObject({
      code: 'INVALID_TRANSITION',
      allowed: ['CANCELLED', 'FINISHED'],
    });
    const stale = { id: event.id, version: 1, reason: 'x' };
    expect(await refusal(admin, 'cancelCommunityEventsEvent', 'CommunityEventsCancelInput', stale)).toMatchObject({
      code: 'CONFLICT',
      currentVersion: 2,
    });
    await register(li, event);
    await stage.platform.runJobs();
    const cancel = { ...publish, reason: '台风' };
    await change(admin, 'cancelCommunityEventsEvent', 'CommunityEventsCancelInput', cancel, 'event { state }');
    await stage.platform.runJobs();
    expect(told('li')).toEqual(['报名成功', '活动取消']);
    expect((await refused(wang, event)).code).toBe('CONFLICT');
    const { version } = await stage.shown(event.id);
    const late = { id: event.id, version, title: 'x' };
    expect((await refusal(admin, 'updateCommunityEventsEvent', 'CommunityEventsUpdateInput', late)).messageKey).toBe(
      'communityEvents.tooLate',
    );
    await stage.update(event, { spent: { amount: '987.60', currency: 'CNY' } });
    const { node } = await admin.ok(
      'query ($id: ID!) { node(id: $id) { ... on CommunityEventsEvent { budget { amount currency } spent { amount } community { name } } } }',
      { id: event.id },
    );
    expect(node).toEqual({
      budget: { amount: '1200.00', currency: 'CNY' },
      spent: { amount: '987.60' },
      community: { name: '和园' },
    });
  });
});

describe('registration', () => {
  it('gives places, then the waiting list in order; what is taken back goes to its head, once', async () => {
    const event = await stage.planned({ capacity: 3 });
    const first = await register(wang, event, { people: 2 });
    expect(first).toMatchObject({
      state: 'CONFIRMED',
      code: expect.stringMatching(/^([0-9A-HJKMNP-TV-Z]{4}-){3}\w{4}$/),
    });
    // Room for one: the couple waits, and nobody overtakes it.
    const couple = await register(li, event, { people: 2 });
    const single = await stage.registered(admin, event, { customerId: zhao.id });
    expect([couple, single].map(({ state, code }) => [state, code])).toEqual([
      ['WAITING', null],
      ['WAITING', null],
    ]);
    expect((await stage.shown(event.id)).places).toEqual({ capacity: 3, taken: 2, left: 1, waiting: 3 });
    const position = 'query ($id: ID!) { node(id: $id) { ... on CommunityEventsRegistration { waitingPosition } } }';
    expect(await (await stage.as(zhao)).ok(position, { id: single.id })).toEqual({ node: { waitingPosition: 2 } });
    const client = await stage.as(wang);
    expect(await Promise.all([stage.cancel(client, first), stage.cancel(client, first)])).toEqual([
      'CANCELLED',
      'CANCELLED',
    ]);
    expect((await stage.registrations(event)).map(({ state }) => state)).toEqual([
      'CANCELLED',
      'CONFIRMED',
      'CONFIRMED',
    ]);
    await stage.platform.runJobs();
    expect([told('wang'), told('li'), told('zhao')]).toEqual([
      expect.not.arrayContaining(['候补成功']),
      ['已进入候补', '候补成功'].filter((one) => told('li').includes(one)),
      expect.arrayContaining(['候补成功']),
    ]);
    expect(told('li').filter((one) => one === '候补成功')).toHaveLength(1);
    // Back again, at the end of the list.
    expect((await register(wang, event)).state).toBe('WAITING');
    expect((await stage.update(event, { capacity: 4 })).version).toBeGreaterThan(event.version);
    expect((await stage.shown(event.id)).places).toEqual({ capacity: 4, taken: 4, left: 0, waiting: 0 });
    const { fields } = await refusal(admin, 'updateCommunityEventsEvent', 'CommunityEventsUpdateInput', {
      ...{ id: event.id, version: (await stage.shown(event.id)).version, capacity: 3 },
    });
    expect(fields).toMatchObject([{ path: 'input.capacity', code: 'TOO_SMALL' }]);
  });

  it('is refused: full, twice, out of time, too many of a household, for others, by a notice', async () => {
    const full = await stage.planned({ capacity: 1, hasWaitingList: false });
    await register(wang, full);
    expect(await refused(li, full)).toMatchObject({ code: 'CONFLICT', reason: 'FULL' });
    expect(await refused(wang, full)).toMatchObject({ code: 'CONFLICT', reason: 'TWICE' });
    const limited = await stage.planned({
      householdLimit: 3,
      registrationOpensAt: at(1),
      registrationClosesAt: at(5),
    });
    expect((await refused(wang, limited)).messageKey).toBe('communityEvents.notOpen');
    stage.platform.clock.advance({ hours: 2 });
    await register(wang, limited, { people: 2 });
    expect(await refused(wife, limited, { people: 2 })).toMatchObject({ code: 'CONFLICT', reason: 'HOUSEHOLD' });
    expect((await register(wife, limited, { people: 1 })).state).toBe('CONFIRMED');
    expect((await refused(li, limited, { customerId: wang.id })).fields).toMatchObject([{ code: 'NOT_ALLOWED' }]);
    expect((await refused(li, limited, { unitId: stage.register.unit1101 })).fields).toMatchObject([
      { code: 'NOT_ALLOWED' },
    ]);
    expect((await refused(li, limited, { people: 11 })).fields).toMatchObject([{ code: 'TOO_LARGE' }]);
    stage.platform.clock.advance({ hours: 4 });
    expect((await refused(li, limited)).messageKey).toBe('communityEvents.notOpen');
    // Who rings too late is written down by staff.
    expect((await stage.registered(admin, limited, { customerId: li.id })).customer).toEqual({ name: 'li' });
    stage.platform.clock.freeze(MIDDAY);
    const notice = await stage.planned({ kind: 'NOTICE_ONLY' });
    expect((await refused(li, notice)).messageKey).toBe('communityEvents.notPublished');
    expect((await stage.shown(notice.id)).places).toBeNull();
  });

  it('counts a home from the first day to the last of living there, by the calendar of the company', async () => {
    const { unit1101, unit1102 } = stage.register;
    const sun = await stage.resident('sun');
    await startOccupancy(admin, sun, unit1102, 'LESSEE', { startsOn: '2031-01-16', endsOn: '2031-01-17' });
    const event = await stage.planned({ startsAt: at(96), endsAt: at(98) });
    const atHome = { customerId: sun.id, unitId: unit1102 };
    // Half past eleven at night where the company is.
    stage.platform.clock.freeze(new Date('2031-01-15T15:30:00Z'));
    expect((await refusedAs(admin, event, atHome)).fields).toMatchObject([{ code: 'NOT_ALLOWED' }]);
    stage.platform.clock.freeze(new Date('2031-01-15T16:30:00Z'));
    expect((await refusedAs(admin, event, { ...atHome, unitId: unit1101 })).fields).toMatchObject([
      { code: 'NOT_ALLOWED' },
    ]);
    const first = await stage.registered(admin, event, atHome);
    expect(first.state).toBe('CONFIRMED');
    await stage.cancel(admin, first);
    stage.platform.clock.freeze(new Date('2031-01-16T16:30:00Z'));
    expect((await refusedAs(await stage.signInAgain(), event, atHome)).fields).toMatchObject([{ code: 'NOT_ALLOWED' }]);
  });

  it('shows customers their own alone, and staff what they may see', async () => {
    const event = await stage.planned({});
    const mine = await register(wang, event);
    await register(li, event);
    const own = '{ communityEventsRegistrations { nodes { id event { title myRegistration { id } } } } }';
    const client = await stage.as(li);
    const { communityEventsRegistrations: found } = await client.ok<{
      communityEventsRegistrations: { nodes: { id: string; event: { myRegistration: { id: string } } }[] };
    }>(own);
    expect(found.nodes.map(({ id }) => id)).not.toContain(mine.id);
    expect(found.nodes.at(-1)!.event.myRegistration.id).toBe(found.nodes.at(-1)!.id);
    expect(await client.ok('query ($id: ID!) { node(id: $id) { id } }', { id: mine.id })).toEqual({ node: null });
    const theirs = { id: mine.id };
    expect(
      (await refusal(client, 'cancelCommunityEventsRegistration', 'CommunityEventsCancelRegistrationInput', theirs))
        .code,
    ).toBe('NOT_FOUND');
    for (const field of ['budget { amount }', 'remindHours', 'figures { attended }']) {
      const asked = `query ($id: ID!) { node(id: $id) { ... on CommunityEventsEvent { ${field} } } }`;
      expect((await client.query(asked, { id: event.id })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    const auditor = await stage.platform.as('AUDITOR');
    const shown = await stage.registrations(event, auditor);
    expect(shown.map(({ customer, code }) => [customer?.name, code])).toEqual([
      ['wang', null],
      ['li', null],
    ]);
    expect(await refusedAs(auditor, event, { customerId: zhao.id })).toMatchObject({ code: 'FORBIDDEN' });
    const technician = await stage.platform.as('TECHNICIAN');
    expect((await technician.fails(TITLES)).extensions.code).toBe('FORBIDDEN');
    const elsewhere = await stage.platform.as('SERVICE_AGENT', { communities: [uuidOf(stage.register.jinGui)] });
    expect(await stage.registrations(event, elsewhere)).toEqual([]);
    expect((await refusedAs(elsewhere, event, { customerId: zhao.id })).code).toBe('NOT_FOUND');
    const wide = { kind: 'ACTIVITY', title: 'x', description: 'y', startsAt: at(48), endsAt: at(50) };
    expect((await refusal(elsewhere, 'createCommunityEventsEvent', 'CommunityEventsCreateInput', wide)).code).toBe(
      'FORBIDDEN',
    );
  });

  it('of a list costs as many statements as of one: nothing is read row by row', async () => {
    const events = `{ communityEvents(first: 50) { nodes { community { name } photos { url } places { left } } } }`;
    const event = await stage.planned();
    for (const { id: customerId } of [wang, li]) await stage.registered(admin, event, { customerId });
    const registrations = `{ communityEventsRegistrations(first: 50, filter: { event: { eq: "${event.id}" } }) {
      nodes { customer { name } unit { code } event { title } } } }`;
    const statements = async (document: string): Promise<number> => {
      const tried = (count: number) =>
        stage.platform
          .expectQueries(count, () => admin.ok(document))
          .then(
            () => true,
            () => false,
          );
      for (let count = 1; count < 12; count++) if (await tried(count)) return count;
      return Infinity;
    };
    expect(await statements(events)).toBe(await statements(events.replace('50', '1')));
    expect(await statements(registrations)).toBe(await statements(registrations.replace('50', '1')));
  });
});

describe('at the event', () => {
  it('a code is good once, for its own event, around its time; it cannot be guessed', async () => {
    const soon = { startsAt: at(4), endsAt: at(9) };
    const [event, other] = [await stage.planned(soon), await stage.planned(soon)];
    const mine = await register(wang, event, { people: 3 });
    const theirs = await register(wang, other);
    const desk = await stage.platform.as('DISPATCHER');
    const shown = { eventId: event.id, code: mine.code };
    expect((await notCheckedIn(desk, shown)).messageKey).toBe('communityEvents.notNow');
    stage.platform.clock.advance({ hours: 3 });
    for (const code of [theirs.code, '0000-0000-0000-0000', 'x'.repeat(16), '']) {
      expect(['VALIDATION_FAILED']).toContain((await notCheckedIn(desk, { eventId: event.id, code })).code);
    }
    const tries = await Promise.allSettled([checkIn(desk, shown), checkIn(admin, shown)]);
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await notCheckedIn(desk, { ...shown, code: mine.code!.toLowerCase().replaceAll('-', ' ') })).toMatchObject({
      code: 'CONFLICT',
      reason: 'USED',
    });
    const [row] = await stage.registrations(event);
    expect(row).toMatchObject({ state: 'ATTENDED', people: 3 });
    // Codes are in neither the audit log nor an archive.
    const logged = await stage.sql(
      `SELECT FROM atrium.audit_log WHERE entity = 'community-events.registration' AND after::text LIKE '%' || $1 || '%'`,
      [mine.code!.replaceAll('-', '')],
    );
    expect(logged).toEqual([]);
    const codes = await stage.sql<{ code: string }>('SELECT DISTINCT code FROM plg_community_events.registration');
    expect(codes.every(({ code }) => code.length === 16)).toBe(true);
    expect(
      (await refusal(await stage.as(wang), 'checkInCommunityEvents', 'CommunityEventsCheckInInput', shown)).code,
    ).toBe('FORBIDDEN');
  });

  it('who has no place is not let in, who has no code is found; afterwards it is known who came', async () => {
    const event = await stage.planned({ capacity: 2, startsAt: at(4), endsAt: at(6) });
    const came = await register(wang, event);
    await register(li, event);
    const waiting = await stage.registered(admin, event, { customerId: zhao.id });
    const template = await publishedTemplate(admin, '活动反馈');
    const survey = await startSurvey(admin, {
      templateId: template.id,
      trigger: 'communityEvents.attended',
      delayHours: 0,
    });
    stage.platform.clock.advance({ hours: 4 });
    expect(await notCheckedIn(admin, { eventId: event.id, registrationId: waiting.id })).toMatchObject({
      reason: 'NO_PLACE',
    });
    expect((await checkIn(admin, { eventId: event.id, registrationId: came.id })).registration).toMatchObject({
      state: 'ATTENDED',
    });
    stage.platform.clock.advance({ hours: 3 });
    await stage.comeTheTime('finish');
    expect((await stage.shown(event.id)).state).toBe('FINISHED');
    expect((await stage.registrations(event)).map(({ state }) => state)).toEqual(['ATTENDED', 'NO_SHOW', 'NOT_PLACED']);
    const figures =
      'query ($id: ID!) { node(id: $id) { ... on CommunityEventsEvent { figures { confirmed attended noShow } } } }';
    expect(await admin.ok(figures, { id: event.id })).toEqual({
      node: { figures: { confirmed: 0, attended: 1, noShow: 1 } },
    });
    expect((await surveyNow(admin, survey)).invitedCount).toBe(1);
    // Who was thought to be missing and shows a code a little later was there: asked too, and the other one not again.
    const late = (await stage.registrations(event)).find(({ state }) => state === 'NO_SHOW')!;
    await checkIn(admin, { eventId: event.id, registrationId: late.id });
    await stage.platform.runJobs();
    expect((await surveyNow(admin, survey)).invitedCount).toBe(2);
    await stage.sql(
      `UPDATE plg_community_events.registration SET state = 'NO_SHOW', checked_in_at = NULL WHERE id = $1`,
      [uuidOf(late.id)],
    );
    const engagement = `query ($id: ID!) { customer(id: $id) { communityEvents { attended noShow }
      timeline(kinds: ["COMMUNITY_EVENTS_ATTENDED"]) { nodes { title summary source link } } } }`;
    const { customer } = await admin.ok<{ customer: { communityEvents: object; timeline: { nodes: object[] } } }>(
      engagement,
      { id: wang.id },
    );
    expect(customer.communityEvents).toEqual({ attended: 2, noShow: 0 });
    expect(customer.timeline.nodes[0]).toEqual({
      ...{ title: '参加活动“邻里晚会”', summary: '1 人', source: 'community-events', link: event.id },
    });
    const missed = { choice: { field: 'communityEvents.participation.state', in: ['NO_SHOW'] } };
    const rule = { some: { of: 'communityEvents.participation', where: missed } };
    expect(await chosen(admin, rule)).toEqual(['li']);
  });
});

describe('whoever has a place', () => {
  it('is reminded, once, at the time that holds; and told of another time', async () => {
    const event = await stage.planned({ title: '改期活动', capacity: 1 });
    const told = (name: string): string[] =>
      stage.mailbox.mails
        .filter(({ to, email }) => to.includes(`${name}@example.com`) && email.subject?.endsWith('：改期活动'))
        .map(({ email }) => email.subject!.split('：')[0]!);
    // Somebody who is told nothing else on this day: a customer gets ten messages at most.
    const zhou = await stage.resident('zhou', stage.register.unit1201);
    await register(zhou, event);
    await register(li, event);
    await stage.platform.runJobs();
    await stage.update(event, { startsAt: at(72), endsAt: at(74), place: '会所' });
    await stage.platform.runJobs();
    expect(told('zhou')).toEqual(['报名成功', '活动变更']);
    stage.mailbox.mails.length = 0;
    // Both reminders come due, that of the time it had at first too.
    await stage.comeTheTime('remind');
    await stage.comeTheTime('remind');
    expect([told('zhou'), told('li')]).toEqual([['活动提醒'], []]);
    const reminded = stage.mailbox.mails.find(({ email }) => email.subject === '活动提醒：改期活动');
    expect(reminded?.email.text).toContain('会所');
  });
});

describe('a calendar', () => {
  const feed = async (
    client: TestClient,
    input: Record<string, unknown> = {},
  ): Promise<{ url: string; feed: { id: string } }> =>
    change(client, 'createCommunityEventsFeed', 'CommunityEventsFeedInput', input, 'url feed { id }');
  const read = (url: string) => stage.platform.http({ method: 'GET', url: new URL(url).pathname });

  it('shows events to whoever has its address, until that is revoked', async () => {
    const event = await stage.planned({
      title: '读书会, “第1期”; 亲子\\场',
      description: '第一行\n第二行',
      place: '会所',
    });
    const { url, feed: made } = await feed(admin, { communityId: stage.register.heYuan, label: '大堂屏幕' });
    expect(url).toMatch(/\/x\/community-events\/alpha\/calendar\/[\w-]{43}$/);
    const answer = await read(url);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
    const calendar = new ICAL.Component(ICAL.parse(answer.body) as unknown[]);
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    const found = calendar
      .getAllSubcomponents('vevent')
      .map((one) => new ICAL.Event(one))
      .find(({ uid }) => uid.startsWith(uuidOf(event.id)))!;
    expect([found.summary, found.description, found.location]).toEqual([
      ...['读书会, “第1期”; 亲子\\场', '第一行\n第二行', '会所'],
    ]);
    expect([found.startDate.toJSDate().toISOString(), found.endDate.toJSDate().toISOString()]).toEqual([
      at(48),
      at(50),
    ]);
    // Lines are no longer than 75 bytes, as RFC 5545 asks.
    expect(answer.body.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect((await read(url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).statusCode).toBe(401);
    expect((await read(url.replace('/alpha/', '/beta/'))).statusCode).toBe(404);
    const revoke = { id: made.id };
    await change(admin, 'revokeCommunityEventsFeed', 'CommunityEventsRevokeFeedInput', revoke, 'revokedId');
    expect((await read(url)).statusCode).toBe(401);
  });

  it('of a customer shows what the customer takes part in, and is the customer’s alone', async () => {
    const [mine] = [await stage.planned({ title: '我的活动' }), await stage.planned({ title: '别的活动' })];
    const client = await stage.as(li);
    await stage.registered(client, mine!);
    const { url, feed: made } = await feed(client);
    const { body } = await read(url);
    expect([body.includes('我的活动'), body.includes('别的活动')]).toEqual([true, false]);
    const listed = '{ communityEventsFeeds { nodes { id } } }';
    expect(await client.ok(listed)).toEqual({ communityEventsFeeds: { nodes: [{ id: made.id }] } });
    expect(await admin.ok(listed)).toEqual({ communityEventsFeeds: { nodes: [] } });
    expect(await (await stage.as(wang)).ok(listed)).toEqual({ communityEventsFeeds: { nodes: [] } });
    const theirs = { id: made.id };
    const stranger = await stage.as(wang);
    expect((await refusal(stranger, 'revokeCommunityEventsFeed', 'CommunityEventsRevokeFeedInput', theirs)).code).toBe(
      'NOT_FOUND',
    );
  });
});

it('photos are images that its audience sees', async () => {
  const event = await stage.planned();
  const pixels = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const upload = (name: string, contentType: string, content: Buffer) =>
    stage.platform.upload(admin, { fileName: name, contentType, content });
  const photo = { eventId: event.id, fileId: await upload('晚会.png', 'image/png', pixels), caption: '合影' };
  await change(admin, 'addCommunityEventsPhoto', 'CommunityEventsPhotoInput', photo, 'event { id }');
  const text = { eventId: event.id, fileId: await upload('a.txt', 'text/plain', Buffer.from('text')) };
  expect((await refusal(admin, 'addCommunityEventsPhoto', 'CommunityEventsPhotoInput', text)).code).toBe(
    'VALIDATION_FAILED',
  );
  await stage.platform.runJobs();
  const asked = 'query ($id: ID!) { node(id: $id) { ... on CommunityEventsEvent { photos { id name caption url } } } }';
  type Answer = { node: { photos: { id: string; name: string; caption: string; url: string }[] } | null };
  const { node } = await (await stage.as(wang)).ok<Answer>(asked, { id: event.id });
  expect(node!.photos).toMatchObject([{ name: '晚会.png', caption: '合影' }]);
  expect((await stage.platform.http({ method: 'GET', url: node!.photos[0]!.url })).statusCode).toBe(200);
  expect(await (await stage.as(zhao)).ok<Answer>(asked, { id: event.id })).toEqual({ node: null });
  const gone = { id: node!.photos[0]!.id };
  await change(admin, 'removeCommunityEventsPhoto', 'CommunityEventsRemovePhotoInput', gone, 'event { id }');
  expect((await (await stage.as(wang)).ok<Answer>(asked, { id: event.id })).node!.photos).toEqual([]);
  expect((await stage.platform.http({ method: 'GET', url: node!.photos[0]!.url })).statusCode).toBe(404);
  expect(await swept()).toBe(1);
});

/** Files that nobody has any more go with their contents. Answers how many did. */
const swept = async (): Promise<number> =>
  (await stage.platform.api.get(FileSweep).sweep(stage.platform.tenants.a.id, new AbortController().signal)).expired;

it('a file goes when neither an event nor a notice has it any more, whichever lets go of it first', async () => {
  const pixels = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'blue' } })
    .png()
    .toBuffer();
  const noticeOf = 'query ($id: ID!) { notice(id: $id) { attachments { id url } } }';
  for (const last of ['notice', 'photo'] as const) {
    const event = await stage.planned();
    const fileId = await stage.platform.upload(admin, {
      fileName: '灯.png',
      contentType: 'image/png',
      content: pixels,
    });
    const shown = await change<{ event: { photos: { id: string }[] } }>(
      admin,
      'addCommunityEventsPhoto',
      'CommunityEventsPhotoInput',
      { eventId: event.id, fileId },
      'event { photos { id } }',
    );
    const photo = { id: shown.event.photos[0]!.id };
    await stage.platform.runJobs();
    const { notice } = await change<{ notice: { id: string } }>(
      admin,
      'createNotice',
      'CreateNoticeInput',
      {
        ...{ communityId: stage.register.heYuan, notifies: false, fileIds: [fileId] },
        texts: [{ locale: 'zh-CN', title: '灯会', body: '照片' }],
      },
      'notice { id }',
    );
    const { attachments } = (
      await admin.ok<{ notice: { attachments: { id: string; url: string }[] } }>(noticeOf, { id: notice.id })
    ).notice;
    const url = new URL(attachments[0]!.url).pathname;
    const removals = {
      notice: () => change(admin, 'deleteNotice', 'NoticeIdInput', { id: notice.id }, 'deletedId'),
      photo: () =>
        change(admin, 'removeCommunityEventsPhoto', 'CommunityEventsRemovePhotoInput', photo, 'event { id }'),
    };
    await removals[last === 'notice' ? 'photo' : 'notice']();
    expect(await swept()).toBe(0);
    expect((await stage.platform.http({ method: 'GET', url })).statusCode).toBe(200);
    await removals[last]();
    expect((await stage.platform.http({ method: 'GET', url })).statusCode).toBe(404);
    expect(await swept()).toBe(1);
  }
});

it('adds to the API what is committed as its schema', () => {
  const { schema } = stage.platform.api.get(GraphQLSchemaHost, { strict: false });
  const file = join(__dirname, '../../plugins/community-events/schema.graphql');
  const present = addedBy(schema, communityEvents);
  // A change on purpose: UPDATE_SDL=1 npm test -- test/community-events
  if (process.env['UPDATE_SDL']) writeFileSync(file, present);
  expect(present).toBe(readFileSync(file, 'utf8'));
});

it('has no faults where a list cannot be answered as text and is executed field by field', async () => {
  // A document is tried as text once it has been asked for several times.
  for (let n = 0; n < 10; n++) {
    const { communityEvents } = await admin.ok<{ communityEvents: { nodes: object[] } }>(
      '{ communityEvents(first: 5) { nodes { community { name } budget { amount } } } }',
    );
    expect(communityEvents.nodes).not.toEqual([]);
  }
  await (await stage.platform.atRest()).get(PluginFaults, { strict: false }).flush();
  const { pluginHealth } = await admin.ok<{ pluginHealth: { name: string; faults: object[] }[] }>(
    '{ pluginHealth { name faults { place name kind count } } }',
  );
  expect(pluginHealth).toContainEqual({ name: 'community-events', faults: [] });
});

describe('another company', () => {
  it('reaches nothing, enabled or not', async () => {
    const event = await stage.planned();
    const mine = await register(wang, event);
    const { neighbour } = stage;
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect((await neighbour.fails(node, { id: event.id })).extensions.code).toBe('PLUGIN_DISABLED');
    await stage.enable(neighbour);
    expect(await neighbour.ok(node, { id: event.id })).toEqual({ node: null });
    expect(await neighbour.ok(TITLES)).toEqual({ communityEvents: { nodes: [] } });
    expect((await refusedAs(neighbour, event, { customerId: wang.id })).code).toBe('NOT_FOUND');
    expect((await notCheckedIn(neighbour, { eventId: event.id, code: mine.code })).code).toBe('NOT_FOUND');
    const cancel = { id: mine.id };
    expect(
      (await refusal(neighbour, 'cancelCommunityEventsRegistration', 'CommunityEventsCancelRegistrationInput', cancel))
        .code,
    ).toBe('NOT_FOUND');
    expect((await stage.registrations(event)).map(({ state }) => state)).toEqual(['CONFIRMED']);
    expect(await findCatalogProblems(stage.platform.database.adminUrl)).toEqual([]);
  });
});

// Late, because a night of the company's passes, in which sessions end.
it('an event for a segment is for its members, also those who come later', async () => {
  const rule = { text: { field: 'customer.name', in: ['qian', 'sun'] } };
  const segment = await change<{ segment: { id: string } }>(
    admin,
    'createSegment',
    'CreateSegmentInput',
    { name: '受邀', rule },
    'segment { id }',
  );
  const segmentId = segment.segment.id;
  await stage.planned({ title: '会员专场', kind: 'TRAINING', communityId: null, segmentId });
  expect([await seen(qian), await seen(wang)]).toEqual([
    expect.arrayContaining(['会员专场']),
    expect.not.arrayContaining(['会员专场']),
  ]);
  const sun = await stage.resident('sun');
  expect(await seen(sun)).toEqual([]);
  await stage.platform.runSchedules();
  stage.platform.clock.advance({ hours: 18 });
  await stage.platform.runSchedules();
  await stage.platform.runJobs();
  expect(await seen(sun)).toEqual(['会员专场']);
  // At six in the morning nobody is woken: the message waits.
  const types = 'SELECT type FROM atrium.notification WHERE customer_id = $1';
  expect(await stage.sql(types, [uuidOf(sun.id)])).toEqual([{ type: 'communityEvents.announcement' }]);
  expect(told('qian')).toEqual(['活动通知']);
  admin = await stage.signInAgain();
  const kept = await refusal(admin, 'deleteSegment', 'DeleteSegmentInput', { id: segmentId });
  expect(kept).toMatchObject({ code: 'CONFLICT', messageKey: 'segment.inUse' });
});

describe('the demo company', () => {
  const shown = async (client: TestClient) => {
    const { communityEvents: found } = await client.ok<{ communityEvents: { nodes: Record<string, unknown>[] } }>(
      `{ communityEvents { nodes { title kind state community { name } places { capacity taken waiting }
         figures { attended noShow confirmed } } } }`,
    );
    return found.nodes;
  };

  it('has events of each kind and state with people; nothing where there are some, or where it was disabled', async () => {
    const { platform } = stage;
    const neighbour = await platform.as('ADMIN', { tenant: 'b' });
    const demo = platform.api.get(DemoPlugins, { strict: false });
    const { heYuan, building } = await enterRegister(neighbour);
    expect(heYuan).toMatch(/^community_/);
    for (let n = 0; n < 15; n++) {
      const made = await change<{ unit: { id: string } }>(
        neighbour,
        'createUnit',
        'CreateUnitInput',
        { buildingId: building, code: `9${n}` },
        'unit { id }',
      );
      await startOccupancy(neighbour, await enterCustomer(neighbour, `住户${n}`), made.unit.id, 'OWNER');
    }
    await demo.show(platform.tenants.b.id);
    const first = await shown(neighbour);
    const none = { attended: 0, noShow: 0, confirmed: 0 };
    const here = { community: { name: '和园' } };
    expect(first).toEqual([
      {
        ...{ title: '邻里运动会', kind: 'ACTIVITY', state: 'FINISHED', ...here },
        ...{ places: { capacity: 40, taken: 24, waiting: 0 }, figures: { attended: 18, noShow: 6, confirmed: 0 } },
      },
      {
        ...{ title: '老年人健康讲座', kind: 'TRAINING', state: 'PUBLISHED', ...here },
        ...{ places: { capacity: 30, taken: 10, waiting: 0 }, figures: { attended: 4, noShow: 0, confirmed: 6 } },
      },
      { ...{ title: '电梯年度检验', kind: 'NOTICE_ONLY', state: 'PUBLISHED', ...here }, places: null, figures: none },
      {
        ...{ title: '亲子烘焙', kind: 'ACTIVITY', state: 'PUBLISHED', ...here },
        ...{ places: { capacity: 8, taken: 8, waiting: 6 }, figures: { ...none, confirmed: 8 } },
      },
      {
        ...{ title: '业主恳谈会', kind: 'FORUM', state: 'PUBLISHED', community: null },
        ...{ places: { capacity: null, taken: 0, waiting: 0 }, figures: none },
      },
      {
        ...{ title: '社区联欢会', kind: 'ACTIVITY', state: 'DRAFT', ...here },
        ...{ places: { capacity: 200, taken: 0, waiting: 0 }, figures: none },
      },
    ]);
    await demo.show(platform.tenants.b.id);
    expect(await shown(neighbour)).toHaveLength(first.length);
    const plugin = { input: { plugin: 'community-events' } };
    await neighbour.ok(
      'mutation ($input: DisablePluginInput!) { disablePlugin(input: $input) { plugin { name } } }',
      plugin,
    );
    await demo.show(platform.tenants.b.id);
    expect((await neighbour.fails('{ communityEvents { totalCount } }')).extensions.code).toBe('PLUGIN_DISABLED');
  });
});

// Last: what it brings about is not waited for.
it('under load: of 500 at once for 50 places exactly 50 have one, and the waiting list is in order', async () => {
  admin = await stage.signInAgain();
  const event = await stage.planned({ capacity: 50 });
  const rows = await stage.sql<{ id: string }>(
    `INSERT INTO atrium.customer (tenant_id, id, code, kind, name, name_key, sort_key)
       SELECT $1, gen_random_uuid(), 'L' || n, 'PERSON', 'load' || n, 'load' || n, 'load' || n FROM generate_series(1, 500) n RETURNING id`,
    [stage.platform.tenants.a.id],
  );
  const other = await stage.platform.elsewhere(admin);
  const { encodeId } = await import('@atrium/sdk');
  const answers = await Promise.all(
    rows.map(({ id }, index) =>
      stage.registered(index % 2 ? other : admin, event, { customerId: encodeId('customer', id) }),
    ),
  );
  expect(Map.groupBy(answers, ({ state }) => state).get('CONFIRMED')).toHaveLength(50);
  const stored = await stage.sql<{ state: string; queue: number }>(
    'SELECT state, queue FROM plg_community_events.registration WHERE event_id = $1 ORDER BY queue',
    [uuidOf(event.id)],
  );
  expect(stored.map(({ queue }) => queue)).toEqual(stored.map((_, index) => index + 1));
  expect(stored.map(({ state }) => state)).toEqual(stored.map((_, index) => (index < 50 ? 'CONFIRMED' : 'WAITING')));
  // Ten take their place back at once, from two processes: the first ten of the list move up, each once.
  const leaving = answers.filter(({ state }) => state === 'CONFIRMED').slice(0, 10);
  await Promise.all(leaving.map((one, index) => stage.cancel(index % 2 ? other : admin, one)));
  const after = await stage.sql<{ state: string; queue: number }>(
    `SELECT state, queue FROM plg_community_events.registration WHERE event_id = $1 AND state = 'CONFIRMED' ORDER BY queue`,
    [uuidOf(event.id)],
  );
  expect(after).toHaveLength(50);
  expect(after.slice(-10).map(({ queue }) => queue)).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
}, 120_000);
