import { db, defineRetention } from '@atrium/sdk';
import { eraseCustomers } from './erase-customer';

/** Those erased in one transaction: each looks through the audit log. */
const MOST = 50;

/**
 * Customers whose last occupancy has ended so long ago are erased as on their own request. Whoever never had one is no
 * former customer; neither is one with a request about their own data that is still open, or with changes since.
 */
export const formerCustomers = defineRetention({
  kind: 'FORMER_CUSTOMERS',
  description: {
    en: 'Customers whose last occupancy has ended: then they are erased as on their own request. Cannot be undone.',
    'zh-CN': '所有入住关系均已结束的客户：到期后按个人信息删除请求处理，不可恢复。',
  },
  defaultDays: null,
  minimumDays: 1_096,
  source: {
    en: 'Civil Code, article 188: claims lapse after three years',
    'zh-CN': '《民法典》第一百八十八条：诉讼时效期间为三年',
  },
  apply: async (before, limit) => {
    const former = await db().query<{ ids: string[] }>(
      `SELECT c.id || c.alias_ids AS ids FROM atrium.customer c
       WHERE c.erased_at IS NULL AND c.merged_into_id IS NULL AND c.updated_at < $1
         AND (SELECT max(o.ends_on) <= ($1::timestamptz AT TIME ZONE t.time_zone)::date
              FROM atrium.occupancy o JOIN atrium.tenant t ON t.id = o.tenant_id
              WHERE o.tenant_id = c.tenant_id AND o.customer_id = ANY (c.id || c.alias_ids) GROUP BY t.time_zone)
         AND NOT EXISTS (SELECT FROM atrium.privacy_request p WHERE p.tenant_id = c.tenant_id
                         AND p.customer_id = ANY (c.id || c.alias_ids) AND p.state IN ('REQUESTED', 'IN_PROGRESS'))
       ORDER BY c.id LIMIT $2`,
      [before, Math.min(limit, MOST)],
    );
    if (former.length > 0) await eraseCustomers(former.flatMap(({ ids }) => ids));
    return former.length;
  },
});
