import { AtriumError, commonMessages, constraintError, defineMessages, notFound, quotaErrorOf } from '@atrium/sdk';

/** What PostgreSQL says of a failed statement, as node-postgres passes it on. */
export interface DatabaseError extends Error {
  readonly code: string;
  readonly severity: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly routine?: string;
}

export const databaseMessages = defineMessages('database', {
  taken: { en: 'Something with these values exists already.', 'zh-CN': '已存在相同的数据。' },
  missing: { en: 'It refers to something that does not exist.', 'zh-CN': '引用的数据不存在。' },
  inUse: { en: 'It is still in use elsewhere.', 'zh-CN': '该数据仍被其他数据引用。' },
  collision: {
    en: 'Somebody changed the same data at the same moment. Try again.',
    'zh-CN': '数据正被他人同时修改，请重试。',
  },
  tooSlow: {
    en: 'The query took too long. Ask for less, or narrow the filter.',
    'zh-CN': '查询耗时过长，请减少请求内容或缩小筛选范围。',
  },
  unavailable: { en: 'The service is not available just now. Try again.', 'zh-CN': '服务暂时不可用，请稍后重试。' },
});

const SQLSTATE = /^[0-9A-Z]{5}$/;

export const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && 'severity' in error && SQLSTATE.test(String((error as { code?: unknown }).code));

/** The server said that it stops, or is not up yet: nothing is wrong with the work itself. */
export const isServerAway = (error: unknown): boolean =>
  isDatabaseError(error) && /^(57P01|57P03)$/.test(String(error.code));

/**
 * What the caller is told of a database error; null when it is a mistake of ours. A failed row-level security check
 * is `NOT_FOUND`, because the caller named something that is not there for it.
 */
export function explainDatabaseError(error: DatabaseError): AtriumError | null {
  const worded = error.constraint === undefined ? undefined : constraintError(error.constraint);
  if (worded) {
    const { code, message, field, retryable } = worded;
    const fields = field
      ? [{ path: field, code: code === 'CONFLICT' ? 'TAKEN' : 'INVALID_VALUE', message }]
      : undefined;
    return new AtriumError(code, message, { fields, retryable, cause: error });
  }
  switch (error.code) {
    case '23505': // unique_violation
    case '23P01': // exclusion_violation
      return new AtriumError('CONFLICT', databaseMessages.taken, { cause: error });
    case '23503': // foreign_key_violation: the server's sentence alone tells which end is missing
      return /^update or delete/.test(error.message)
        ? new AtriumError('CONFLICT', databaseMessages.inUse, { cause: error })
        : new AtriumError('VALIDATION_FAILED', databaseMessages.missing, { cause: error });
    case '23514': // check_violation
      return new AtriumError('VALIDATION_FAILED', commonMessages.validationFailed, { cause: error });
    case '40001': // serialization_failure
    case '40P01': // deadlock_detected
    case '55P03': // lock_not_available
      return new AtriumError('CONFLICT', databaseMessages.collision, { retryable: true, cause: error });
    case '57014': // query_canceled: the statement time-out
      return new AtriumError('LIMIT_EXCEEDED', databaseMessages.tooSlow, { cause: error });
    case 'ATQ01': // app.take_quota
      return quotaErrorOf(error);
    case '42501': // insufficient_privilege: of a row, or of a whole table (a grant we forgot)
      return error.routine === 'ExecWithCheckOptions' ? notFound(error.table ?? 'row') : null;
    case '57P01': // admin_shutdown
    case '57P03': // cannot_connect_now
    case '53300': // too_many_connections
      return new AtriumError('INTERNAL', databaseMessages.unavailable, { retryable: true, cause: error });
    default:
      return null;
  }
}
