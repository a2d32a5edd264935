import { AtriumError, commonMessages, defineMessages, notFound, registerConstraint, renderMessage } from '@atrium/sdk';
import { ConflictException, ServiceUnavailableException } from '@nestjs/common';
import { GraphQLError, parse } from 'graphql';
import { QueryFailedError } from 'typeorm';
import { explain } from './explain';

const shown = { hideSuggestions: false };
const messages = defineMessages('test', { taken: { en: 'Taken.', 'zh-CN': '已占用。' } });
registerConstraint('test_unique', messages.taken, 'input.code');
registerConstraint('test_check', messages.taken, 'input.area', { code: 'VALIDATION_FAILED' });
registerConstraint('test_lock', messages.taken, undefined, { retryable: true });

const database = (code: string, more: object = {}): Error =>
  Object.assign(new Error('SQL says no'), { severity: 'ERROR', code, ...more });

describe('a database error', () => {
  it.each([
    ['of a worded uniqueness', '23505', { constraint: 'test_unique' }, 'CONFLICT', 'test.taken', false],
    ['of a worded check', '23514', { constraint: 'test_check' }, 'VALIDATION_FAILED', 'test.taken', false],
    ['of a worded lock', '23505', { constraint: 'test_lock' }, 'CONFLICT', 'test.taken', true],
    ['of a uniqueness nobody worded', '23505', { constraint: 'x' }, 'CONFLICT', 'database.taken', false],
    ['of an exclusion', '23P01', {}, 'CONFLICT', 'database.taken', false],
    [
      'of a missing parent',
      '23503',
      { message: 'insert or update on table "unit" violates' },
      'VALIDATION_FAILED',
      'database.missing',
      false,
    ],
    [
      'of a child that stays',
      '23503',
      { message: 'update or delete on table "unit" violates' },
      'CONFLICT',
      'database.inUse',
      false,
    ],
    ['of a check', '23514', {}, 'VALIDATION_FAILED', 'common.validationFailed', false],
    ['of serialization', '40001', {}, 'CONFLICT', 'database.collision', true],
    ['of a deadlock', '40P01', {}, 'CONFLICT', 'database.collision', true],
    ['of a lock not waited for', '55P03', {}, 'CONFLICT', 'database.collision', true],
    ['of a statement that took too long', '57014', {}, 'LIMIT_EXCEEDED', 'database.tooSlow', false],
    [
      'of a row out of the caller’s sight',
      '42501',
      { routine: 'ExecWithCheckOptions', table: 'unit' },
      'NOT_FOUND',
      'common.notFound',
      false,
    ],
    ['of a server that goes away', '57P01', {}, 'INTERNAL', 'database.unavailable', true],
    ['of a grant we forgot', '42501', { routine: 'aclcheck_error' }, 'INTERNAL', 'common.internal', false],
    ['of our own SQL', '42601', {}, 'INTERNAL', 'common.internal', false],
  ])('%s', (_, code, more, expected, key, retryable) => {
    const cause = database(code, more);
    const { error, hidden } = explain(cause, 'execution', shown);
    expect([error.code, error.template.key, error.retryable]).toEqual([expected, key, retryable]);
    expect(hidden).toBe(expected === 'INTERNAL' ? (key === 'common.internal' ? cause : error.cause) : null);
  });

  it('is found inside of TypeORM’s and GraphQL’s', () => {
    const cause = database('23505', { constraint: 'test_unique' });
    const wrapped = new GraphQLError('x', {
      path: ['a'],
      originalError: new QueryFailedError('SELECT secret', [], cause),
    });
    expect(explain(wrapped, 'execution', shown).error.fields).toEqual([
      { path: 'input.code', code: 'TAKEN', message: messages.taken },
    ]);
  });

  it('is no error that merely has a code', () => {
    const error = Object.assign(new Error('x'), { code: '23505' });
    expect(explain(error, 'execution', shown).error.code).toBe('INTERNAL');
  });
});

describe('an error of the framework', () => {
  it.each([
    ['thrown with a status', new ConflictException('busy'), 'CONFLICT', false],
    ['that something is not available', new ServiceUnavailableException('draining'), 'INTERNAL', true],
    [
      'of Fastify',
      Object.assign(new Error('too large'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }),
      'LIMIT_EXCEEDED',
      false,
    ],
    [
      'of the JSON parser',
      Object.assign(new SyntaxError('Unexpected token'), { statusCode: 400 }),
      'VALIDATION_FAILED',
      false,
    ],
  ])('%s is told', (_, cause, code, retryable) => {
    const { error, hidden } = explain(cause, 'request', shown);
    expect([error.code, error.retryable, hidden]).toEqual([code, retryable, null]);
    expect(renderMessage(error.template, 'en', error.params)).toBe(`The request was refused: ${cause.message}`);
  });

  it('a status of somebody else’s error says nothing of ours', () => {
    const cause = Object.assign(new Error('upstream'), { code: 'E_HTTP', statusCode: 404 });
    expect(explain(cause, 'execution', shown)).toMatchObject({ error: { code: 'INTERNAL' }, hidden: cause });
  });
});

describe('an error of ours', () => {
  it('is passed on, however deep', () => {
    const cause = notFound('unit');
    const wrapped = new GraphQLError('x', { originalError: new GraphQLError('y', { originalError: cause }) });
    expect(explain(wrapped, 'execution', shown)).toEqual({ error: cause, hidden: null });
  });

  it('that is INTERNAL is logged all the same', () => {
    const cause = new AtriumError('INTERNAL', commonMessages.internal);
    expect(explain(cause, 'execution', shown).hidden).toBe(cause);
  });

  it.each([[new Error('boom')], ['a text'], [undefined], [null], [new GraphQLError('thrown by a resolver')]])(
    'anything else is a secret: %p',
    (cause) => {
      const { error, hidden } = explain(cause, 'execution', shown);
      expect(error.code).toBe('INTERNAL');
      expect(hidden).toEqual(cause ?? new Error(`${cause} was thrown`));
      expect(renderMessage(error.template, 'en', error.params)).not.toContain('boom');
    },
  );
});

describe('a problem with the request', () => {
  const apollo = (message: string, code?: string) =>
    new GraphQLError(message, { extensions: code ? { code } : {}, originalError: new GraphQLError(message) });
  const text = (error: unknown, options = shown) => {
    const explained = explain(error, 'request', options).error;
    return [explained.code, renderMessage(explained.template, 'en', explained.params)];
  };

  it.each([
    ['GRAPHQL_PARSE_FAILED', 'Syntax Error: x', 'The document is not valid: Syntax Error: x'],
    ['GRAPHQL_VALIDATION_FAILED', 'Cannot query field "a".', 'The document is not valid: Cannot query field "a".'],
    ['BAD_REQUEST', 'no body', 'The request is not valid: no body'],
    [
      'PERSISTED_QUERY_NOT_SUPPORTED',
      'PersistedQueryNotSupported',
      'The request is not valid: PersistedQueryNotSupported',
    ],
  ])('%s', (code, message, expected) => {
    expect(text(apollo(message, code))).toEqual(['VALIDATION_FAILED', expected]);
  });

  it('suggests names only where the schema is no secret', () => {
    const error = apollo('Cannot query field "nmae". Did you mean "name" or "mate"?', 'GRAPHQL_VALIDATION_FAILED');
    expect(text(error)[1]).toContain('Did you mean');
    expect(text(error, { hideSuggestions: true })[1]).toBe('The document is not valid: Cannot query field "nmae".');
  });

  it('a document with too many tokens is over a limit', () => {
    const thrown = (() => {
      try {
        return parse('{ a b c d }', { maxTokens: 3 });
      } catch (error) {
        return error as GraphQLError;
      }
    })() as GraphQLError;
    expect(explain(apollo(thrown.message, 'GRAPHQL_PARSE_FAILED'), 'request', shown).error).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      extra: { what: 'tokens', limit: 3 },
    });
  });

  it.each([
    [
      'Variable "$input" got invalid value "x" at "input.a[2].b_c"; Int cannot represent "x"',
      'input.a.2.b_c',
      'Int cannot represent "x"',
    ],
    ['Variable "$input" got invalid value { at: "at \\"input.fake\\"; " } at "input.real"; no', 'input.real', 'no'],
    ['Variable "$n" got invalid value "x"; Int cannot represent', 'n', 'Int cannot represent'],
    [
      'Variable "$n" of required type "Int!" was not provided.',
      'n',
      'Variable "$n" of required type "Int!" was not provided.',
    ],
  ])('a value that does not fit: %s', (message, path, problem) => {
    const { error } = explain(new GraphQLError(message), 'request', shown);
    expect(error.fields).toEqual([{ path, code: 'INVALID_VALUE', message: expect.anything(), params: { problem } }]);
  });

  it('is not repeated at any length', () => {
    const [, message] = text(apollo('x'.repeat(5_000), 'GRAPHQL_PARSE_FAILED'));
    expect(message!.length).toBeLessThan(500);
  });
});
