import { anonymousActor, context, maybeContext, notFound } from '@atrium/sdk';
import { Logger } from '@nestjs/common';
import {
  execute,
  type ExecutionArgs,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { type OperationSession, SessionFactory, type SessionOptions } from '../../database/session-factory';
import type { GraphqlSettings } from '../settings';
import { runOperation } from './run-operation';

/** Notes what its owner does with it. */
class NotedSession implements OperationSession {
  readonly notes: string[] = [];
  readonly statementCount = 0;
  readonly opened = true;
  constructor(
    readonly options: SessionOptions,
    private readonly fails: Readonly<Record<string, () => Promise<void>>>,
  ) {}
  get readOnly(): boolean {
    return this.options.readOnly;
  }
  private note(what: string, name = ''): Promise<void> {
    this.notes.push(`${what} ${name}`.trim());
    return this.fails[what]?.() ?? Promise.resolve();
  }
  query = <Row>() => this.note('query').then(() => [] as Row[]);
  execute = () => this.note('execute').then(() => 1);
  repository = (): never => {
    throw new Error('not used');
  };
  manager = this.repository;
  as = this.repository;
  commit = () => this.note('commit');
  rollback = () => this.note('rollback');
  destroy = ({ message }: Error) => void this.note('destroy', message);
  savepoint = (name: string) => this.note('savepoint', name);
  release = (name: string) => this.note('release', name);
  rollbackTo = (name: string) => this.note('rollbackTo', name);
  conclude = (name: string) => this.note('conclude', name);
  setOperation = (name: string) => void this.note('operation', name);
}

const field = (resolve: () => unknown) => ({ type: GraphQLString, resolve });
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      who: field(() => context().actor.name),
      read: field(async () => String((await context().db.query('SELECT 1')).length)),
      gone: field(() => Promise.reject(notFound('unit'))),
    },
  }),
  mutation: new GraphQLObjectType({
    name: 'Mutation',
    fields: {
      write: field(() => context().db.execute('UPDATE x').then(String)),
      fail: field(() => Promise.reject(notFound('unit'))),
      after: field(() => {
        context().afterCommit(() => void done.push(`after, ${maybeContext() ? 'inside' : 'outside'}`));
        context().afterCommit(() => Promise.reject(new Error('late trouble')));
        context().afterCommit(() => {
          throw new Error('early trouble');
        });
        return 'ok';
      }),
    },
  }),
});
let done: string[] = [];

async function run(
  text: string,
  fails: Readonly<Record<string, () => Promise<void>>> = {},
  settings: Partial<GraphqlSettings> = {},
) {
  const sessions: NotedSession[] = [];
  class Sessions extends SessionFactory {
    open(options: SessionOptions): OperationSession {
      const session = new NotedSession(options, fails);
      sessions.push(session);
      return session;
    }
  }
  const document = parse(text);
  const result = await runOperation(
    {
      sessions: new Sessions(),
      clock: { now: () => new Date(0) },
      settings: { requestTimeoutMs: 1_000, production: true, ...settings },
    },
    {
      schema,
      document,
      operation: document.definitions[0] as OperationDefinitionNode,
      variables: {},
      contextValue: {},
      caller: { actor: anonymousActor, tenant: null, locale: 'en', client: { ip: null, name: null } },
      requestId: 'request-1',
      cost: 1,
    },
  );
  const codes = result.errors?.map(({ extensions }) => extensions!.code);
  return { data: result.data && { ...result.data }, codes, notes: sessions[0]!.notes, options: sessions[0]!.options };
}

const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
beforeEach(() => {
  done = [];
  error.mockClear();
});

describe('what becomes of the transaction', () => {
  it.each([
    ['a query', '{ who read }', { who: 'anonymous', read: '0' }, ['query', 'commit']],
    ['a query that fails', '{ who gone read }', { who: 'anonymous', gone: null, read: '0' }, ['query', 'rollback']],
    ['a mutation', 'mutation { write }', { write: '1' }, ['operation write', 'execute', 'commit']],
    ['a mutation that fails', 'mutation { fail }', { fail: null }, ['operation fail', 'rollback']],
    [
      'a mutation of which one fails',
      'mutation { fail write }',
      { fail: null, write: '1' },
      [
        'operation fail',
        'savepoint field_0',
        'rollbackTo field_0',
        'operation write',
        'savepoint field_1',
        'execute',
        'release field_1',
        'commit',
      ],
    ],
    [
      'a mutation of which all fail',
      'mutation { a: fail b: fail }',
      { a: null, b: null },
      [
        'operation fail',
        'savepoint field_0',
        'rollbackTo field_0',
        'operation fail',
        'savepoint field_1',
        'rollbackTo field_1',
        'rollback',
      ],
    ],
  ])('%s', async (_, text, data, notes) => {
    expect(await run(text)).toMatchObject({ data, notes });
  });

  it('opens read-only unless something is to be changed', async () => {
    expect((await run('{ who }')).options).toMatchObject({ readOnly: true, tenantId: null, requestId: 'request-1' });
    expect((await run('mutation { write }')).options.readOnly).toBe(false);
  });

  it('a commit that is refused leaves nothing done', async () => {
    const refused = Object.assign(new Error('serialize'), { severity: 'ERROR', code: '40001' });
    const answer = await run('mutation { after }', { commit: () => Promise.reject(refused) });
    expect(answer).toMatchObject({ data: null, codes: ['CONFLICT'] });
    expect(done).toEqual([]);
  });

  it('a query stays true when its commit is refused', async () => {
    const answer = await run('{ who }', { commit: () => Promise.reject(new Error('connection lost')) });
    expect(answer).toMatchObject({ data: { who: 'anonymous' }, codes: undefined });
    expect(answer.notes).toEqual(['commit', 'destroy connection lost']);
  });

  it('after the deadline the connection goes, whatever runs on it', async () => {
    const forever = () => new Promise<void>(() => undefined);
    const answer = await run('mutation { write }', { execute: forever }, { requestTimeoutMs: 20 });
    expect(answer).toMatchObject({ data: null, codes: ['LIMIT_EXCEEDED'] });
    expect(answer.notes.slice(0, 2)).toEqual(['operation write', 'execute']);
    expect(answer.notes[2]).toMatch(/^destroy The operation took longer/);
    expect(answer.notes).toHaveLength(3);
  });

  it('a database that is away ends the operation', async () => {
    const away = () => Promise.reject(new Error('connect ECONNREFUSED'));
    const answer = await run('mutation { a: write b: write }', { savepoint: away });
    expect(answer).toMatchObject({ data: null, codes: ['INTERNAL'] });
    expect(answer.notes.at(-1)).toBe('destroy connect ECONNREFUSED');
    expect(error).toHaveBeenCalledTimes(1);
  });
});

describe('what comes after the commit', () => {
  it('runs outside of the operation, and its failure is only logged', async () => {
    const answer = await run('mutation { after }');
    expect(answer).toMatchObject({ data: { after: 'ok' }, codes: undefined });
    expect(done).toEqual(['after, outside']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(error.mock.calls.map(([line]) => /trouble/.exec(String(line))?.input.split('\n')[0])).toEqual([
      'A task after the commit of a request failed requestId=request-1: early trouble',
      'A task after the commit of a request failed requestId=request-1: late trouble',
    ]);
  });
});

it('the executor can be replaced', async () => {
  const seen: ExecutionArgs[] = [];
  const own = (args: ExecutionArgs) => {
    seen.push(args);
    return execute(args);
  };
  expect(await run('{ who }', {}, { execute: own })).toMatchObject({ data: { who: 'anonymous' } });
  expect(seen).toHaveLength(1);
});
