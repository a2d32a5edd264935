import { db, encodeId, registerSegmentUse } from '@atrium/sdk';

registerSegmentUse({
  name: 'slaPolicy',
  label: { en: 'service level', 'zh-CN': '服务时限' },
  usesOf: async (segmentId) => {
    const rows = await db().query<{ id: string; name: string }>(
      'SELECT id, name FROM atrium.sla_policy WHERE segment_id = $1 ORDER BY id DESC LIMIT 20',
      [segmentId],
    );
    return rows.map(({ id, name }) => ({ title: name, link: encodeId('sla_policy', id) }));
  },
});
