import { withClient } from '@atrium/platform';
import { stage } from './sample/note.resolver';
import { until } from '@atrium/testing';
import { type Answer, ask, busySessions, type SamplePlatform, startSample } from './sample/sample-platform';

let sample: SamplePlatform;
beforeAll(async () => {
  sample = await startSample();
});
afterAll(() => sample.stop());
beforeEach(() => Object.assign(stage, { committed: [], created: 0, wait: () => Promise.resolve() }));
afterEach(async () => {
  sample.clock.reset();
  await until(async () => (await busySessions(sample)).length === 0);
});

const CREATE = 'mutation($input: CreateNoteInput!) { createNote(input: $input) { note { id title } at trapped } }';
const create = (input: Record<string, unknown>, token = 'ada', headers?: Record<string, string>, document = CREATE) =>
  ask(sample, token, document, { input }, headers);
const code = ({ errors }: Answer) => errors?.[0]?.extensions.code;
const count = (sql: string, ...values: unknown[]) =>
  withClient(sample.database.adminUrl, async (client) => (await client.query<{ n: number }>(sql, values)).rows[0]!.n);
const notes = (title: string) => count('SELECT count(*)::int AS n FROM atrium.sample_note WHERE title = $1', title);

describe('a mutation called again with its key', () => {
  it('gives the same answer and has no second effect', async () => {
    const input = { title: 'once', idempotencyKey: 'k-once', weight: 7 };
    const first = await create(input);
    expect(first.errors).toBeUndefined();
    const again = await create({ weight: 7, idempotencyKey: 'k-once', title: 'once' });
    expect(again).toMatchObject({ data: first.data!, status: 200 });
    expect(again.errors).toBeUndefined();
    expect(stage).toMatchObject({ created: 1, committed: ['once'] });
    expect(await notes('once')).toBe(1);
  });

  it('can ask for more of the same object', async () => {
    const input = { title: 'more', idempotencyKey: 'k-more' };
    await create(input);
    const more = await create(input, 'ada', {}, CREATE.replace('id title', 'title weight shout'));
    expect(more.data).toMatchObject({ createNote: { note: { title: 'more', weight: 0, shout: 'MORE' } } });
    expect(stage.created).toBe(1);
  });

  it.each([
    ['another input', { title: 'other', idempotencyKey: 'k-mismatch' }, CREATE],
    ['one value more', { title: 'first', idempotencyKey: 'k-mismatch', weight: 0 }, CREATE],
  ])('but with %s is refused', async (_, input, document) => {
    await create({ title: 'first', idempotencyKey: 'k-mismatch' });
    const refused = await create(input, 'ada', {}, document);
    expect(code(refused)).toBe('IDEMPOTENCY_MISMATCH');
    expect(refused.errors![0]!.message).toContain('createNote');
    expect(await notes('other')).toBe(0);
  });

  it('by another caller or client is another call', async () => {
    const key = { idempotencyKey: 'k-shared' };
    expect((await create({ ...key, title: 'mine' })).errors).toBeUndefined();
    expect(
      (await create({ ...key, title: 'of my other client' }, 'ada', { 'x-client': 'mobile' })).errors,
    ).toBeUndefined();
    expect((await create({ ...key, title: 'theirs' }, 'neighbour')).errors).toBeUndefined();
    expect(stage.created).toBe(3);
  });

  it('opens nothing to somebody who may not', async () => {
    await create({ title: 'guarded', idempotencyKey: 'k-guarded' });
    expect(code(await create({ title: 'guarded', idempotencyKey: 'k-guarded' }, 'reader'))).toBe('FORBIDDEN');
  });

  it('a day later is a new call', async () => {
    const key = { idempotencyKey: 'k-day' };
    await create({ ...key, title: 'day 1' });
    sample.clock.advance({ hours: 23, minutes: 59 });
    expect(code(await create({ ...key, title: 'day 2' }))).toBe('IDEMPOTENCY_MISMATCH');
    sample.clock.advance({ minutes: 2 });
    expect((await create({ ...key, title: 'day 2' })).errors).toBeUndefined();
    expect(await count(`SELECT count(*)::int AS n FROM atrium.idempotency_key WHERE key = 'k-day'`)).toBe(1);
  });

  it('sweeps keys whose day is over', async () => {
    for (let i = 0; i < 3; i++) await create({ title: `swept ${i}`, idempotencyKey: `k-swept-${i}` });
    sample.clock.advance({ hours: 25 });
    await create({ title: 'sweeper', idempotencyKey: 'k-sweeper' });
    expect(await count(`SELECT count(*)::int AS n FROM atrium.idempotency_key WHERE key LIKE 'k-swept-%'`)).toBe(0);
  });
});

describe('a key whose call', () => {
  it.each([
    ['was refused', { title: '' }],
    ['failed', { title: 'fails first', mischief: 'throw' }],
    ['was refused at the commit', { title: 'fails late', mischief: 'late' }],
  ])('%s can be used again', async (what, input) => {
    const idempotencyKey = `k-${what.replaceAll(' ', '-')}`;
    expect((await create({ ...input, idempotencyKey })).errors).toHaveLength(1);
    expect((await create({ title: `after it ${what}`, idempotencyKey })).errors).toBeUndefined();
  });

  it('is still running answers a conflict to be tried again', async () => {
    let go = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (go = resolve));
    const begun = new Promise<void>((resolve) => {
      stage.wait = () => {
        resolve();
        return waiting;
      };
    });
    const input = { title: 'slow one', idempotencyKey: 'k-slow', mischief: 'wait' };
    const first = create(input);
    await begun;
    const second = await create(input);
    expect(second.errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', retryable: true });
    go();
    expect((await first).errors).toBeUndefined();
    expect((await create(input)).data).toEqual((await first).data);
    expect(stage.created).toBe(1);
  });

  it('came many times at once is done once', async () => {
    const input = { title: 'crowd', idempotencyKey: 'k-crowd' };
    const answers = await Promise.all(Array.from({ length: 12 }, () => create(input)));
    expect(await notes('crowd')).toBe(1);
    const done = answers.filter(({ errors }) => !errors);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect(answers.filter(({ errors }) => errors).map(code)).toEqual(Array(12 - done.length).fill('CONFLICT'));
  });

  it('stands beside another field in one mutation is undone with its own field alone', async () => {
    const both = `mutation($a: CreateNoteInput!, $b: CreateNoteInput!) {
      a: createNote(input: $a) { at } b: createNote(input: $b) { at }
    }`;
    const variables = {
      a: { title: 'twin a', idempotencyKey: 'k-twin-a' },
      b: { title: 'twin b', idempotencyKey: 'k-twin-b', mischief: 'throw' },
    };
    const answer = await ask(sample, 'ada', both, variables);
    expect(answer.data).toEqual({ a: { at: '2026-03-11T08:30:00.000Z' }, b: null });
    const again = await ask(sample, 'ada', both, { ...variables, b: { title: 'twin b', idempotencyKey: 'k-twin-b' } });
    expect(again.errors).toBeUndefined();
    expect(await notes('twin a')).toBe(1);
    expect(await notes('twin b')).toBe(1);
  });
});
