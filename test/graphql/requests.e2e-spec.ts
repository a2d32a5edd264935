import { Logger } from '@nestjs/common';
import { decodeId, encodeId, newId } from '@atrium/sdk';
import { stage } from './sample/note.resolver';
import { type Answer, ask, type SamplePlatform, startSample } from './sample/sample-platform';

let sample: SamplePlatform;
const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);

beforeAll(async () => {
  sample = await startSample({
    env: { QUERY_MAX_TOKENS: '500', QUERY_MAX_COST: '3000', QUERY_MAX_DEPTH: '15', BATCH_MAX: '3' },
  });
});
afterAll(() => sample.stop());
beforeEach(() => error.mockClear());

const post = (token: string | null, query: string, variables?: object, headers?: Record<string, string>) =>
  ask(sample, token, query, variables as Record<string, unknown>, headers);
const first = ({ errors }: Answer) => errors![0]!;
const raw = (body: string, headers: Record<string, string>) =>
  fetch(`${sample.url}/graphql`, { method: 'POST', body, headers });

const CREATE = 'mutation($input: CreateNoteInput!) { createNote(input: $input) { note { id title weight } at } }';
const create = async (title: string, parentId?: string): Promise<string> => {
  const { data, errors } = await post('ada', CREATE, { input: { title, parentId } });
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as unknown as { createNote: { note: { id: string } } }).createNote.note.id;
};

/** Of who has no budget to keep. */
const throttle = { available: null, restoreRate: null, retryAfterMs: 0 };

describe('every answer', () => {
  it('bears its cost and a request id, the caller’s own where it is harmless', async () => {
    const answer = await post(null, '{ hello }');
    expect(answer).toMatchObject({
      status: 200,
      data: { hello: 'Hello anonymous' },
      extensions: { cost: { requested: 0, limit: 3000 }, throttle },
    });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const kept = await post('ada', '{ me }', {}, { 'x-request-id': 'trace:42-abc' });
    expect(kept.headers.get('x-request-id')).toBe('trace:42-abc');
    expect(kept.data).toEqual({ me: 'STAFF sunrise en trace:42-abc' });
    const replaced = await post('ada', '{ me }', {}, { 'x-request-id': 'x y{}"' });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('comes from the GET road too, for those who say they are no form of a foreign page', async () => {
    const get = (query: string, headers: Record<string, string> = {}) =>
      fetch(`${sample.url}/graphql?query=${encodeURIComponent(query)}`, { headers });
    const passed = await get('{ hello }', { 'apollo-require-preflight': '1' });
    expect(await passed.json()).toMatchObject({ data: { hello: 'Hello anonymous' } });
    const refused = await get('{ hello }');
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'VALIDATION_FAILED' } }] });
    const mutation = await get('mutation { signUp }', { 'apollo-require-preflight': '1' });
    expect(mutation.status).toBe(405);
  });
});

describe('who is asking', () => {
  it.each([
    ['nobody', null, '{ me }', 'UNAUTHENTICATED'],
    ['nobody, for a permission', null, '{ notes { totalCount } }', 'UNAUTHENTICATED'],
    ['somebody without the permission', 'nobody', '{ notes { totalCount } }', 'FORBIDDEN'],
    ['a reader who writes', 'reader', 'mutation { deleteNote(id: "note_01h455vb4pex5vsknk084sn02q") }', 'FORBIDDEN'],
    [
      'a suspended company that writes',
      'suspended',
      'mutation { deleteNote(id: "note_01h455vb4pex5vsknk084sn02q") }',
      'TENANT_SUSPENDED',
    ],
  ])('%s is refused', async (_, token, query, code) => {
    const answer = await post(token, query);
    expect(first(answer).extensions).toMatchObject({ code, retryable: false });
    expect(answer.status).toBe(200);
    expect(error).not.toHaveBeenCalled();
  });

  it.each([
    ['anybody may greet', null, '{ hello }', { hello: 'Hello anonymous' }],
    ['anybody may sign up', null, 'mutation { signUp }', { signUp: 'welcome' }],
    ['a reader reads', 'reader', '{ notes(first: 1) { nodes { id } } }', { notes: { nodes: [] } }],
    ['a suspended company reads', 'suspended', '{ notes(first: 1) { nodes { id } } }', { notes: { nodes: [] } }],
    ['a suspended company pays', 'suspended', 'mutation { payBill }', { payBill: 1 }],
  ])('%s', async (_, token, query, data) => {
    expect(await post(token, query)).toMatchObject({ data });
  });

  it('names the permission that lacks', async () => {
    const refusal = first(await post('nobody', '{ notes { totalCount } }'));
    expect(refusal).toMatchObject({
      message: 'You lack the permission sample:read.',
      extensions: { permission: 'sample:read', messageKey: 'common.forbidden' },
    });
  });

  it('a credential that is none ends the request', async () => {
    const answer = await post('forged', '{ hello }', {}, { 'accept-language': 'zh-CN,zh;q=0.9' });
    expect(answer).toMatchObject({
      status: 401,
      errors: [{ message: '请先登录。', extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(answer.data).toBeUndefined();
  });

  it('a fault of ours while looking at it is no fault of the caller', async () => {
    const answer = await post('explosive', '{ hello }');
    expect(answer.status).toBe(500);
    expect(first(answer).extensions.code).toBe('INTERNAL');
    expect(JSON.stringify(answer)).not.toContain('fire');
    expect(error).toHaveBeenCalledTimes(1);
    expect(String(error.mock.calls[0]![0])).toContain(first(answer).extensions.requestId);
    expect(String(error.mock.calls[0]![0])).toContain('the key store is on fire');
  });
});

describe('what is wrong with a request', () => {
  it.each([
    ['a word that is no GraphQL', '{ hello', {}, /^The document is not valid: Syntax Error/],
    ['a field that is not there', '{ helo }', {}, /Did you mean "hello"\?$/],
    [
      'an operation that is not there',
      'query A { hello } query B { hello }',
      {},
      /^The document has several operations/,
    ],
    [
      'a variable left out',
      'query($n: Int!) { notes(first: $n) { totalCount } }',
      {},
      /^The variables are not valid: Variable "\$n" of required type/,
    ],
    ['no document', '', {}, /^The request is not valid/],
  ])('%s', async (_, query, variables, message) => {
    const answer = await post('ada', query, variables);
    expect(answer.status).toBe(400);
    expect(first(answer)).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'VALIDATION_FAILED' },
    });
    expect(answer).not.toHaveProperty('data');
    expect(answer.extensions).toEqual({ cost: { requested: 0, limit: 3000 }, throttle });
  });

  it('an operation that is not there leaves the others as they were', async () => {
    const body = JSON.stringify({ query: 'query A { hello }', operationName: 'B' });
    const response = await raw(body, { 'content-type': 'application/json' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ message: 'The document has no operation named "B".' }] });
    expect(await create('still read by its reference')).toMatch(/^note_/);
  });

  it('a variable of the wrong type names its place', async () => {
    const answer = await post('ada', CREATE, {
      input: { title: 'x', lines: [{ text: 'a' }, { text: 7 }], day: '2026-02-30' },
    });
    expect(answer.errors!.map(({ extensions }) => extensions.fields)).toEqual([
      [
        {
          path: 'input.day',
          code: 'INVALID_VALUE',
          message: expect.stringContaining('LocalDate cannot represent "2026-02-30"'),
        },
      ],
      [{ path: 'input.lines.1.text', code: 'INVALID_VALUE', message: 'String cannot represent a non string value: 7' }],
    ]);
  });

  it.each([
    ['no JSON', '{', { 'content-type': 'application/json' }, 400, 'VALIDATION_FAILED'],
    [
      'a form of a foreign page',
      'query={hello}',
      { 'content-type': 'application/x-www-form-urlencoded' },
      400,
      'VALIDATION_FAILED',
    ],
    ['plain text', '{"query":"{ hello }"}', { 'content-type': 'text/plain' }, 400, 'VALIDATION_FAILED'],
    ['an unknown type', 'hello', { 'content-type': 'application/graphql' }, 415, 'VALIDATION_FAILED'],
    [
      'prototype pollution',
      '{"query":"{ hello }","__proto__":{}}',
      { 'content-type': 'application/json' },
      400,
      'VALIDATION_FAILED',
    ],
    [
      'too long a body',
      `{"query":"{ hello }","variables":{"a":"${'x'.repeat(1_100_000)}"}}`,
      { 'content-type': 'application/json' },
      413,
      'LIMIT_EXCEEDED',
    ],
  ])('%s', async (_, body, headers, status, code) => {
    const response = await raw(body, headers as unknown as Record<string, string>);
    expect(response.status).toBe(status);
    expect(response.headers.get('x-request-id')).toBeTruthy();
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code, requestId: expect.any(String) } }] });
  });
});

it('plain HTTP routes answer errors in the same form', async () => {
  const response = await fetch(`${sample.url}/nowhere`, { headers: { 'x-request-id': 'nowhere-1' } });
  expect(response.status).toBe(404);
  expect(response.headers.get('x-request-id')).toBe('nowhere-1');
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'NOT_FOUND', requestId: 'nowhere-1', retryable: false } }],
  });
  expect((await fetch(`${sample.url}/health/live`)).status).toBe(200);
});

describe('what is wrong on our side', () => {
  it.each([
    ['a thrown error', '{ careless }', 'secret /etc/passwd', ['careless']],
    ['an SQL error', '{ broken }', 'division by zero', ['broken']],
    ['a query that writes', '{ sneaky }', 'read-only transaction', ['sneaky']],
  ])('%s tells the log, not the caller', async (_, query, secret, path) => {
    const answer = await post('ada', query);
    expect(answer).toMatchObject({ status: 200, data: { [path[0]!]: null } });
    expect(first(answer)).toEqual({
      message: 'Something went wrong on our side. Quote the request id when you ask for help.',
      locations: expect.anything(),
      path,
      extensions: {
        code: 'INTERNAL',
        messageKey: 'common.internal',
        retryable: false,
        requestId: answer.headers.get('x-request-id'),
      },
    });
    expect(error).toHaveBeenCalledTimes(1);
    expect(String(error.mock.calls[0]![0])).toContain(secret);
    expect(String(error.mock.calls[0]![0])).toContain(answer.headers.get('x-request-id'));
  });

  it('a healthy field beside a broken one is answered', async () => {
    expect((await post('ada', '{ careless hello }')).data).toEqual({ careless: null, hello: 'Hello Ada' });
  });
});

describe('input', () => {
  const refused = async (input: object, headers?: Record<string, string>) => {
    const answer = await post('ada', CREATE, { input }, headers);
    expect(answer.data).toEqual({ createNote: null });
    return first(answer);
  };

  it('is refused rule by rule, with the place of each', async () => {
    const { message, extensions } = await refused({
      title: ' ',
      weight: 1001,
      parentId: 'unit_01h455vb4pex5vsknk084sn02q',
      mentionIds: ['note_01h455vb4pex5vsknk084sn02q', 'nonsense'],
      lines: [{ text: 'short' }, { text: 'too long' }],
      price: { amount: '1.20', currency: 'yuan' },
    });
    expect(message).toBe('Some values are not valid.');
    expect(extensions.fields).toEqual([
      { path: 'input.title', code: 'INVALID_TEXT', message: 'Must be 1 to 40 characters without control characters.' },
      { path: 'input.weight', code: 'TOO_LARGE', message: 'Must be 1000 or less.' },
      {
        path: 'input.parentId',
        code: 'ID_OF_WRONG_TYPE',
        message: '"unit_01h455vb4pex5vsknk084sn02q" is not an id of a note.',
      },
      { path: 'input.mentionIds.1', code: 'MALFORMED_ID', message: '"nonsense" is not an id.' },
      {
        path: 'input.lines.1.text',
        code: 'INVALID_TEXT',
        message: 'Must be 1 to 5 characters without control characters.',
      },
      {
        path: 'input.price.currency',
        code: 'INVALID_TEXT',
        message: 'Must be 3 to 3 characters without control characters, such as CNY.',
      },
    ]);
    expect(error).not.toHaveBeenCalled();
  });

  it('is refused in Chinese to those who ask in Chinese', async () => {
    const { message, extensions } = await refused({ title: '', weight: -2 }, { 'accept-language': 'zh-CN' });
    expect(message).toBe('部分内容填写有误。');
    expect(extensions.fields!.map((field) => field.message)).toEqual([
      '长度须为 1 到 40 个字符，且不含控制字符。',
      '不能小于 -1。',
    ]);
  });

  it('arrives as its class: trimmed text, decoded ids, values untouched by a rule', async () => {
    const parent = await create('  arrival  ');
    const child = await create('arrived', parent);
    const { data } = await post('ada', 'query($id: ID!) { note(id: $id) { title parent { id title } } }', {
      id: child,
    });
    expect(data).toEqual({ note: { title: 'arrived', parent: { id: parent, title: 'arrival' } } });
  });

  it('an argument that is an id is one of its type', async () => {
    const answer = await post('ada', '{ note(id: "unit_01h455vb4pex5vsknk084sn02q") { title } }');
    expect(first(answer).extensions.fields).toMatchObject([{ path: 'id', code: 'ID_OF_WRONG_TYPE' }]);
  });

  it.each([
    [
      'a taken title',
      { title: 'taken' },
      'CONFLICT',
      [{ path: 'input.title', code: 'TAKEN', message: 'There is a note with this title.' }],
    ],
    [
      'a parent that is not there',
      { title: 'orphan', parentId: encodeId('note', newId()) },
      'VALIDATION_FAILED',
      undefined,
    ],
    ['a value the table refuses', { title: 'light', weight: -1 }, 'VALIDATION_FAILED', undefined],
  ])('%s is told in our words', async (_, input, code, fields) => {
    if (code === 'CONFLICT') await create('taken');
    const { extensions } = await refused(input);
    expect(extensions).toMatchObject({ code, retryable: false });
    expect(extensions.fields).toEqual(fields);
    expect(error).not.toHaveBeenCalled();
  });

  it('what something else needs cannot go', async () => {
    const parent = await create('needed');
    await create('needing', parent);
    const answer = await post('ada', 'mutation($id: ID!) { deleteNote(id: $id) }', { id: parent });
    expect(first(answer)).toMatchObject({ message: 'It is still in use elsewhere.', extensions: { code: 'CONFLICT' } });
    expect(answer.data).toEqual({ deleteNote: null });
  });

  it('a neighbour’s object is not there', async () => {
    const mine = await create('mine alone');
    const theirs = await post('neighbour', 'query($id: ID!) { note(id: $id) { title } node(id: $id) { id } }', {
      id: mine,
    });
    expect(first(theirs).extensions.code).toBe('NOT_FOUND');
    const gone = await post('neighbour', 'mutation($id: ID!) { deleteNote(id: $id) }', { id: mine });
    expect(gone.data).toEqual({ deleteNote: false });
    const own = await post('ada', 'query($id: ID!) { note(id: $id) { title } }', { id: mine });
    expect(own.data).toEqual({ note: { title: 'mine alone' } });
  });
});

describe('limits', () => {
  const page = '{ notes(first: 200) { nodes { children(first: 20) { nodes { id } } } } }';
  it.each([
    ['cost', page, {}, 'cost', 1 + 200 * (1 + 1 + 20), 3000],
    [
      'cost by a variable',
      'query($n: Int = 1) { notes(first: $n) { nodes { children(first: $n) { nodes { id } } } } }',
      { n: 100 },
      'cost',
      1 + 100 * (2 + 100),
      3000,
    ],
    ['depth', `{ notes { nodes { ${'parent { '.repeat(13)} id ${'}'.repeat(13)} } } }`, {}, 'depth', 16, 15],
    ['aliases', `{ ${Array.from({ length: 51 }, (_, i) => `a${i}: hello`).join(' ')} }`, {}, 'aliases', 51, 50],
    [
      'aliases in fragments',
      `{ ...A ...B } fragment A on Query { ${Array.from({ length: 30 }, (_, i) => `a${i}: hello`).join(' ')} } fragment B on Query { ${Array.from({ length: 30 }, (_, i) => `b${i}: hello`).join(' ')} }`,
      {},
      'aliases',
      60,
      50,
    ],
    ['tokens', `{ ${'hello '.repeat(600)} }`, {}, 'tokens', undefined, 500],
    ['bytes', `{ hello } ${'#'.repeat(140_000)}`, {}, 'documentBytes', 140_010, 131_072],
  ])('%s', async (_, query, variables, what, requested, limit) => {
    const answer = await post('ada', query, variables);
    expect(answer.status).toBe(400);
    expect(first(answer).extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', what, limit, retryable: false });
    expect(first(answer).extensions.requested).toBe(requested);
    expect(answer.extensions).toEqual({ cost: { requested: expect.any(Number), limit: 3000 }, throttle });
    expect(answer).not.toHaveProperty('data');
  });

  it('a refusal says what it would have cost; what is allowed says what it costs', async () => {
    expect((await post('ada', page)).extensions!.cost.requested).toBe(4401);
    const allowed = await post('ada', page.replace('200', '100'));
    expect(allowed).toMatchObject({ status: 200, extensions: { cost: { requested: 2201 } } });
  });

  it('a page beyond the limit is refused as a page', async () => {
    const answer = await post('ada', '{ notes(first: 201) { nodes { id } } }');
    expect(first(answer).extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', fields: [{ path: 'first' }] });
  });

  it('batches are answered one by one, up to a number', async () => {
    const batch = (size: number) =>
      raw(JSON.stringify(Array.from({ length: size }, (_, i) => ({ query: i === 1 ? '{ me }' : '{ hello }' }))), {
        'content-type': 'application/json',
      });
    expect(await (await batch(3)).json()).toMatchObject([
      { data: { hello: 'Hello anonymous' } },
      { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      { data: { hello: 'Hello anonymous' } },
    ]);
    const refused = await batch(4);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX', what: 'batch', requested: 4, limit: 3 } }],
    });
  });
});

describe('reading', () => {
  it('takes what the parent brought, and asks the resolver of a field for what it did not bring', async () => {
    const parent = await create('branch');
    await create('leaf a', parent);
    await create('leaf b', parent);
    stage.shouted = 0;
    const { data, errors } = await post(
      'ada',
      `query($id: ID!) {
        note(id: $id) {
          shout
          twice
          thrice: twice(times: 3)
          children(first: 1) { nodes { title shout } totalCount }
          rest: children(first: 5, after: null) { edges { node { title } } }
        }
      }`,
      { id: parent },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      note: {
        shout: 'BRANCH',
        twice: 'branchbranch',
        thrice: 'branchbranchbranch',
        children: { nodes: [{ title: 'leaf a', shout: 'LEAF A' }], totalCount: 2 },
        rest: { edges: [{ node: { title: 'leaf a' } }, { node: { title: 'leaf b' } }] },
      },
    });
    expect(stage.shouted).toBe(0);
  });

  it('finds any node by its id, for those who may read it', async () => {
    const id = await create('by node');
    const query = 'query($id: ID!) { node(id: $id) { __typename id ... on Note { title } } }';
    expect((await post('reader', query, { id })).data).toEqual({ node: { __typename: 'Note', id, title: 'by node' } });
    expect((await post('reader', query, { id: encodeId('note', newId()) })).data).toEqual({ node: null });
    expect((await post('reader', query, { id: encodeId('ghost', newId()) })).data).toEqual({ node: null });
    expect(first(await post('reader', query, { id: 'x' })).extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'id', code: 'MALFORMED_ID' }],
    });
    expect(first(await post('nobody', query, { id })).extensions).toMatchObject({
      code: 'FORBIDDEN',
      permission: 'sample:read',
    });
    expect(decodeId(id, 'note').ok).toBe(true);
  });

  it('introspection is open', async () => {
    const { data } = await post(null, '{ __schema { queryType { name } mutationType { name description } } }');
    expect(data).toMatchObject({ __schema: { queryType: { name: 'Query' }, mutationType: { name: 'Mutation' } } });
  });
});
