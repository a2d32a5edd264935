import { AtriumError } from '../errors/atrium-error';
import { defineMessages, type Message } from '../errors/messages';
import type { QuotaLimits } from './quotas';

const messages: Readonly<Record<keyof QuotaLimits, Message>> = defineMessages('quota', {
  staff: {
    en: 'The company’s plan allows {limit} staff members; there are {used}, and {requested} more do not fit.',
    'zh-CN': '当前套餐最多允许 {limit} 名员工，现有 {used} 名，无法再增加 {requested} 名。',
  },
  units: {
    en: 'The company’s plan allows {limit} units; there are {used}, and {requested} more do not fit.',
    'zh-CN': '当前套餐最多允许 {limit} 套房屋，现有 {used} 套，无法再增加 {requested} 套。',
  },
  callsPerMinute: {
    en: 'The company’s plan allows {limit} calls a minute.',
    'zh-CN': '当前套餐每分钟最多允许 {limit} 次调用。',
  },
  storageBytes: {
    en: 'The company’s plan allows {limit} bytes of files; {used} are used, and {requested} more do not fit.',
    'zh-CN': '当前套餐文件空间为 {limit} 字节，已使用 {used} 字节，无法再增加 {requested} 字节。',
  },
});

export interface QuotaExcess {
  readonly quota: keyof QuotaLimits;
  readonly limit: number;
  /** What there is before the refused change. */
  readonly used: number;
  readonly requested: number;
}

/** `LIMIT_EXCEEDED` with `quota`, `limit`, `used` and `requested` in its extensions. */
export const quotaExceeded = ({ quota, limit, used, requested }: QuotaExcess, cause?: unknown): AtriumError =>
  new AtriumError('LIMIT_EXCEEDED', messages[quota], {
    params: { limit, used, requested },
    extra: { quota, limit, used, requested },
    cause,
  });

export const isQuota = (name: unknown): name is keyof QuotaLimits =>
  typeof name === 'string' && Object.hasOwn(messages, name);

/** What the database refuses a statement with that would pass a limit. */
export const QUOTA_SQLSTATE = 'ATQ01';

/** The refusal of a statement that would pass a limit; null when the error is another. */
export function quotaErrorOf(error: unknown): AtriumError | null {
  const { code, detail } = error as { code?: unknown; detail?: string };
  if (code !== QUOTA_SQLSTATE) return null;
  const excess = JSON.parse(detail ?? '{}') as Partial<QuotaExcess>;
  return isQuota(excess.quota) ? quotaExceeded(excess as QuotaExcess, error) : null;
}
