import { db, encodeId, registerSegmentUse } from '@atrium/sdk';

// What was published has its addressees; the reference stays, so that staff see whom it was to.
registerSegmentUse({
  name: 'notice',
  label: { en: 'notice', 'zh-CN': '公告' },
  usesOf: async (segmentId) => {
    const rows = await db().query<{ id: string; title: string }>(
      `SELECT n.id, (SELECT x.title FROM atrium.notice_text x
         WHERE x.tenant_id = n.tenant_id AND x.notice_id = n.id AND x.locale = n.main_locale) AS title
       FROM atrium.notice n WHERE n.segment_id = $1 ORDER BY n.id DESC LIMIT 20`,
      [segmentId],
    );
    return rows.map(({ id, title }) => ({ title, link: encodeId('notice', id) }));
  },
});
