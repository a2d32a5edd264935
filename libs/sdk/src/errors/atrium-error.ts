import { defineMessages, type Message, type MessageParams } from './messages';

/** What a program can act on. The list is the API's contract: `docs/api/errors.md`. */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'VALIDATION_FAILED',
  'CONFLICT',
  'INVALID_TRANSITION',
  'IDEMPOTENCY_MISMATCH',
  'LIMIT_EXCEEDED',
  'QUERY_TOO_COMPLEX',
  'PERSISTED_QUERY_NOT_FOUND',
  'RATE_LIMITED',
  'PLUGIN_DISABLED',
  'TENANT_SUSPENDED',
  'INTERNAL',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One input value that is wrong. `path` is dotted as in the variables: `input.contacts.0.value`. */
export interface FieldProblem {
  path: string;
  code: string;
  message: Message;
  params?: MessageParams;
}

export interface ErrorDetails {
  params?: MessageParams;
  fields?: FieldProblem[];
  /** The same call can succeed later without a change. */
  retryable?: boolean;
  /** Further facts for programs, e.g. `currentVersion` or `allowed`. */
  extra?: Record<string, unknown>;
  cause?: unknown;
  /** It has been written to the log where it happened: not once more for each place it is answered at. */
  logged?: boolean;
}

/** An error the caller is meant to see. Anything else that is thrown is answered as `INTERNAL`. */
export class AtriumError extends Error {
  readonly params: MessageParams;
  readonly fields: readonly FieldProblem[] | undefined;
  readonly retryable: boolean;
  readonly extra: Record<string, unknown>;
  readonly logged: boolean;

  constructor(
    readonly code: ErrorCode,
    readonly template: Message,
    details: ErrorDetails = {},
  ) {
    super(template.text.en, { cause: details.cause });
    this.name = 'AtriumError';
    this.params = details.params ?? {};
    this.fields = details.fields;
    this.retryable = details.retryable ?? false;
    this.extra = details.extra ?? {};
    this.logged = details.logged ?? false;
  }
}

export const commonMessages = defineMessages('common', {
  unauthenticated: { en: 'Sign in first.', 'zh-CN': '请先登录。' },
  forbidden: { en: 'You lack the permission {permission}.', 'zh-CN': '您没有权限 {permission}。' },
  staffOnly: { en: '{what} is for staff.', 'zh-CN': '{what} 仅供员工使用。' },
  customersOnly: { en: 'This is for customers.', 'zh-CN': '该功能仅供客户使用。' },
  wholeCompany: {
    en: 'This takes somebody who sees all communities of the company.',
    'zh-CN': '此操作须由可查看公司全部项目的人员执行。',
  },
  notFound: { en: '{what} was not found.', 'zh-CN': '未找到{what}。' },
  validationFailed: { en: 'Some values are not valid.', 'zh-CN': '部分内容填写有误。' },
  staleVersion: {
    en: 'Somebody changed this in the meantime: you have version {given}, current is {current}.',
    'zh-CN': '数据已被他人修改：您持有版本 {given}，当前版本为 {current}。',
  },
  internal: {
    en: 'Something went wrong on our side. Quote the request id when you ask for help.',
    'zh-CN': '系统内部错误，请提供请求编号以便排查。',
  },
});

/** `NOT_FOUND`; also for what belongs to another tenant or lies outside the caller's data scope. */
export const notFound = (what: string): AtriumError =>
  new AtriumError('NOT_FOUND', commonMessages.notFound, { params: { what } });

export const forbidden = (permission: string): AtriumError =>
  new AtriumError('FORBIDDEN', commonMessages.forbidden, { params: { permission }, extra: { permission } });

/** `FORBIDDEN` for a customer: an operation, or a field named `Type.field`. */
export const staffOnly = (what: string): AtriumError =>
  new AtriumError('FORBIDDEN', commonMessages.staffOnly, { params: { what }, extra: { audience: 'STAFF' } });

/** `FORBIDDEN` for whoever is no customer. */
export const customersOnly = (): AtriumError =>
  new AtriumError('FORBIDDEN', commonMessages.customersOnly, { extra: { audience: 'CUSTOMER' } });

export const unauthenticated = (template: Message = commonMessages.unauthenticated): AtriumError =>
  new AtriumError('UNAUTHENTICATED', template);

export const validationFailed = (...fields: FieldProblem[]): AtriumError =>
  new AtriumError('VALIDATION_FAILED', commonMessages.validationFailed, { fields });

/** One wrong input value: `VALIDATION_FAILED` with a single field. */
export const invalidField = (path: string, code: string, message: Message, params?: MessageParams): AtriumError =>
  validationFailed({ path, code, message, params });

export const conflict = (template: Message, params?: MessageParams, extra?: Record<string, unknown>): AtriumError =>
  new AtriumError('CONFLICT', template, { params, extra });

/** `CONFLICT` of an update made from an old version of the object. */
export const staleVersion = (given: number, current: number): AtriumError =>
  new AtriumError('CONFLICT', commonMessages.staleVersion, {
    params: { given, current },
    extra: { currentVersion: current },
  });
