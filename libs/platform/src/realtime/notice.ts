import { isUuid } from '@atrium/sdk';

/** Channel on which processes are told what has changed: `topic tenant key [id]`, or `topic tenant *` for many rows. */
export const CHANGE_CHANNEL = 'atrium_change';

export interface Notice {
  readonly topic: string;
  readonly tenantId: string;
  /** Null when many rows have changed. */
  readonly key: string | null;
  readonly id: string | null;
}

/** Null for what is none: anybody who may connect to the database may notify. */
export function readNotice(payload: string): Notice | null {
  const [topic = '', tenantId, key, id = key, ...more] = payload.split(' ');
  if (topic === '' || !isUuid(tenantId) || more.length > 0) return null;
  if (key === '*') return { topic, tenantId, key: null, id: null };
  return isUuid(key) && isUuid(id) ? { topic, tenantId, key, id } : null;
}
