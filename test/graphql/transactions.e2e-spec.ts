import { Logger } from '@nestjs/common';
import { withClient } from '@atrium/platform';
import { gate, until } from '@atrium/testing';
import { stage } from './sample/note.resolver';
import { type Answer, ask, busySessions, type SamplePlatform, startSample } from './sample/sample-platform';

let sample: SamplePlatform;
const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);

beforeAll(async () => {
  sample = await startSample();
});
afterAll(() => sample.stop());
beforeEach(() => {
  error.mockClear();
  Object.assign(stage, { committed: [], created: 0, wait: () => Promise.resolve() });
});
/** Whatever a test did: no session of the application is left in the middle of something. */
afterEach(async () => {
  await until(async () => (await busySessions(sample)).length === 0);
});

const post = (query: string, variables: Record<string, unknown> = {}, token = 'ada') =>
  ask(sample, token, query, variables);
const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code);
const titles = () =>
  withClient(sample.database.adminUrl, async (client) => {
    const { rows } = await client.query<{ title: string }>('SELECT title FROM atrium.sample_note ORDER BY title');
    return rows.map(({ title }) => title);
  });
const CREATE = 'mutation($input: CreateNoteInput!) { createNote(input: $input) { note { title } } }';
const create = (title: string, mischief?: string) => post(CREATE, { input: { title, mischief } });

describe('a mutation', () => {
  it('is committed, named in the audit log, and followed by what was to come after', async () => {
    const answer = await create('kept');
    expect(answer).toMatchObject({ data: { createNote: { note: { title: 'kept' } } } });
    expect(answer.errors).toBeUndefined();
    expect(await titles()).toContain('kept');
    expect(stage.committed).toEqual(['kept']);
    const audit = await withClient(sample.database.adminUrl, (client) =>
      client.query(`SELECT operation, cause FROM atrium.audit_log WHERE after ->> 'title' = 'kept'`),
    );
    expect(audit.rows).toEqual([
      {
        operation: 'createNote',
        cause: expect.objectContaining({ name: 'Ada', client: 'tests', requestId: answer.headers.get('x-request-id') }),
      },
    ]);
  });

  it.each([
    ['throws after a change', 'throw', 'note { title }', 'INTERNAL'],
    ['cannot answer what it must', 'hardTrapped', 'hardTrapped', 'INTERNAL'],
    ['swallows a database error', 'swallow', 'at', 'INTERNAL'],
    ['swallows one while answering', 'sqlTrapped', 'sqlTrapped', 'INTERNAL'],
    ['is refused at the commit', 'late', 'note { title }', 'CONFLICT'],
  ])('that %s is undone and not answered as done', async (_, mischief, selection, code) => {
    const answer = await post(`mutation($input: CreateNoteInput!) { createNote(input: $input) { ${selection} } }`, {
      input: { title: `undone ${mischief}`, mischief },
    });
    expect(codes(answer)).toContain(code);
    expect(answer.data?.createNote ?? null).toBeNull();
    expect(await titles()).not.toContain(`undone ${mischief}`);
    expect(stage.committed).toEqual([]);
    expect(answer.errors!.find(({ extensions }) => extensions.code === code)!.extensions.retryable).toBe(
      code === 'CONFLICT',
    );
  });

  it('that cannot answer what it need not answer is done', async () => {
    const answer = await post(
      'mutation($input: CreateNoteInput!) { createNote(input: $input) { trapped note { title } } }',
      {
        input: { title: 'done', mischief: 'trapped' },
      },
    );
    expect(answer.data).toEqual({ createNote: { trapped: null, note: { title: 'done' } } });
    expect(codes(answer)).toEqual(['INTERNAL']);
    expect(await titles()).toContain('done');
  });

  it('that changes nothing takes no connection', async () => {
    expect((await post('mutation { payBill signUp }')).data).toEqual({ payBill: 1, signUp: 'welcome' });
  });
});

describe('several fields of a mutation', () => {
  const three = (mischief: string, selection = 'note { title }') =>
    post(
      `mutation($a: CreateNoteInput!, $b: CreateNoteInput!, $c: CreateNoteInput!) {
        a: createNote(input: $a) { note { title } }
        ...Rest
      }
      fragment Rest on Mutation {
        b: createNote(input: $b) { ${selection} }
        c: createNote(input: $c) { note { title } }
        __typename
      }`,
      { a: { title: `a ${mischief}` }, b: { title: `b ${mischief}`, mischief }, c: { title: `c ${mischief}` } },
    );

  it.each([
    ['throws after a change', 'throw', undefined],
    ['fails deep in its answer', 'hardTrapped', 'hardTrapped'],
    ['swallows a database error', 'swallow', 'at'],
    ['swallows one while answering', 'sqlTrapped', 'sqlTrapped'],
  ])('one that %s undoes itself alone', async (_, mischief, selection) => {
    const answer = await three(mischief, selection);
    expect(answer.data).toEqual({
      a: { note: { title: `a ${mischief}` } },
      b: null,
      c: { note: { title: `c ${mischief}` } },
      __typename: 'Mutation',
    });
    expect(codes(answer)).toEqual(['INTERNAL']);
    expect(answer.errors![0]!.path![0]).toBe('b');
    expect(await titles()).toEqual(expect.arrayContaining([`a ${mischief}`, `c ${mischief}`]));
    expect(await titles()).not.toContain(`b ${mischief}`);
    expect(stage.committed).toEqual([`a ${mischief}`, `c ${mischief}`]);
  });

  it('none is done when the commit is refused', async () => {
    const answer = await three('late');
    expect(answer.data).toBeNull();
    expect(codes(answer)).toEqual(['CONFLICT']);
    expect((await titles()).filter((title) => title.endsWith(' late'))).toEqual([]);
    expect(stage.committed).toEqual([]);
  });

  it('are audited each under its own name', async () => {
    const { data } = await post(`mutation { createNote(input: { title: "audited" }) { note { id } } }`);
    const { id } = (data as unknown as { createNote: { note: { id: string } } }).createNote.note;
    await post(`mutation($id: ID!) { createNote(input: { title: "audited too" }) { at } deleteNote(id: $id) }`, { id });
    const audit = await withClient(sample.database.adminUrl, (client) =>
      client.query<{ operation: string; action: string }>(
        `SELECT operation, action FROM atrium.audit_log WHERE coalesce(before, after) ->> 'title' LIKE 'audited%' ORDER BY id`,
      ),
    );
    expect(audit.rows).toEqual([
      { operation: 'createNote', action: 'INSERT' },
      { operation: 'createNote', action: 'INSERT' },
      { operation: 'deleteNote', action: 'DELETE' },
    ]);
  });

  it('are left out by @skip and @include as in any operation', async () => {
    const answer = await post(
      'mutation($no: Boolean!) { a: payBill @include(if: $no) b: payBill @skip(if: $no) c: payBill d: signUp }',
      { no: false },
    );
    expect(answer.data).toEqual({ b: 1, c: 1, d: 'welcome' });
  });

  it('see variables that do not fit refused once', async () => {
    const answer = await post('mutation($a: CreateNoteInput!) { a: createNote(input: $a) { at } b: payBill }', {
      a: 1,
    });
    expect(answer.status).toBe(400);
    expect(codes(answer)).toEqual(['VALIDATION_FAILED']);
  });
});

describe('an operation that nobody waits for any more', () => {
  it('runs to its end when the caller hangs up', async () => {
    const [begun, go] = [gate(), gate()];
    stage.wait = () => {
      begun.open();
      return go.opened;
    };
    const hangUp = new AbortController();
    const call = ask(sample, 'ada', CREATE, { input: { title: 'hung up', mischief: 'wait' } }, {}, hangUp.signal);
    await begun.opened;
    hangUp.abort();
    await expect(call).rejects.toThrow('aborted');
    go.open();
    await until(async () => (await titles()).includes('hung up'));
    expect(stage.committed).toEqual(['hung up']);
  });
});

describe('the deadline', () => {
  let hasty: SamplePlatform;
  beforeAll(async () => {
    // The statement's own time-out comes too late to be of help.
    const env = { API_POOL_SIZE: '2', REQUEST_TIMEOUT_MS: '120000', STATEMENT_TIMEOUT_MS: '120000' };
    hasty = await startSample({ requestTimeoutMs: 300, env });
  });
  afterAll(() => hasty.stop());
  const seen = (sql: string) =>
    withClient(hasty.database.adminUrl, async (client) => (await client.query<{ n: number }>(sql)).rows[0]!.n);

  it.each([
    ['a query', '{ slow(seconds: 60) }'],
    ['a mutation', 'mutation { createNote(input: { title: "too slow", mischief: "sleep" }) { at } }'],
  ])('ends %s, its statement and its transaction', async (_, query) => {
    const answer = await ask(hasty, 'ada', query);
    expect(answer).toMatchObject({
      status: 200,
      data: null,
      errors: [{ extensions: { code: 'LIMIT_EXCEEDED', what: 'time', limit: 300, retryable: false } }],
    });
    await until(async () => (await busySessions(hasty)).length === 0);
    expect(await seen(`SELECT count(*)::int AS n FROM atrium.sample_note WHERE title = 'too slow'`)).toBe(0);
    expect(error).not.toHaveBeenCalled();
  });

  it('ends a mutation that waits for something else, and refuses what it still sends', async () => {
    const go = gate();
    stage.wait = () => go.opened;
    const answer = await ask(hasty, 'ada', CREATE, { input: { title: 'late statement', mischief: 'wait' } });
    expect(codes(answer)).toEqual(['LIMIT_EXCEEDED']);
    go.open(); // the resolver goes on and answers nobody
    await until(async () => (await busySessions(hasty)).length === 0);
    expect(stage.created).toBe(1);
    expect(stage.committed).toEqual([]);
    expect(await seen(`SELECT count(*)::int AS n FROM atrium.sample_note WHERE title = 'late statement'`)).toBe(0);
  });

  it('leaves the pool whole, more time-outs than it has connections', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(hasty, 'ada', '{ slow(seconds: 60) }')));
    expect(answers.map(codes)).toEqual(Array.from({ length: 6 }, () => ['LIMIT_EXCEEDED']));
    await until(async () => (await busySessions(hasty)).length === 0);
    expect((await ask(hasty, 'ada', '{ notes { totalCount } }')).data).toEqual({ notes: { totalCount: 0 } });
  });
});

describe('a statement that takes too long', () => {
  it('is the caller’s limit, not our fault', async () => {
    const strict = await startSample({ env: { STATEMENT_TIMEOUT_MS: '100' } });
    try {
      const answer = await ask(strict, 'ada', '{ slow(seconds: 60) }');
      expect(answer.data).toEqual({ slow: null });
      expect(codes(answer)).toEqual(['LIMIT_EXCEEDED']);
      expect(error).not.toHaveBeenCalled();
    } finally {
      await strict.stop();
    }
  });
});
