import { withClient } from '@atrium/platform';
import { createTransport } from 'nodemailer';
import type { ApiClient } from '../../client/api-client';
import { until } from '../until';
import { startProgram } from '../../harness/program';
import type { MailCount } from '../mail-program';
import type { Bench, PreparedWork, Work } from '../work';
import { newCompany } from './companies';
import { fillUnits } from './register-data';

const MAIL_PROGRAM = require.resolve('../mail-program');
/** Each lives in one unit and has an e-mail address. */
const CUSTOMERS = 3_000;
/** As the worker has them. */
const CONNECTIONS = 4;
const LOOK_MS = 20;

/** A notice to a community, as mails: consent, wishes, limits and templates of each customer are asked, and each is kept. */
export const notify: Work = {
  name: 'notify',
  description: `mails a second to a mail server on this machine, of a notice to ${CUSTOMERS} customers; limit: a bare nodemailer pool of ${CONNECTIONS} connections with the same mail`,
  unit: 'mails/s',
  better: 'higher',
  budget: { value: 300, ratioToLimit: null, peakMemoryMb: null },
  mix: { computing: 0.7, roundTrips: 0.3, bulkRows: 0 },
  prepare,
};

async function prepare({ installation, anonymous, tell }: Bench): Promise<PreparedWork> {
  const mails = await startProgram(MAIL_PROGRAM, {});
  const smtpUrl = `smtp://127.0.0.1:${(await countOf(mails.url)).port}`;
  const { api, tenantId } = await newCompany(anonymous, 'notify');
  tell(`notify: ${CUSTOMERS} customers come in`);
  const { adminUrl } = installation.database;
  await fillUnits(adminUrl, tenantId, CUSTOMERS);
  await fillResidents(adminUrl, tenantId);
  await api.call(
    'mutation ($input: SetNotificationSettingsInput!) { setNotificationSettings(input: $input) { settings { version } } }',
    { input: { version: 0, channelOrder: ['EMAIL'], channelLimits: [], typesOff: [], dailyLimit: null } },
  );
  const { communities } = await api.call<{ communities: { nodes: { id: string }[] } }>(
    '{ communities { nodes { id } } }',
  );
  const communityIds = communities.nodes.map(({ id }) => id);
  const worker = await installation.startWorker({ SMTP_URL: smtpUrl, CHANNEL_PUSH: 'none', CHANNEL_WECHAT: 'none' });
  await publish(api, communityIds);
  await taken(mails.url);
  return {
    round: async () => {
      const barest = await bare(smtpUrl, mails.url);
      await countOf(mails.url, 'POST');
      await publish(api, communityIds);
      const { ms } = await taken(mails.url);
      return { value: (CUSTOMERS / ms) * 1_000, limit: barest };
    },
    peakMemory: () => Promise.resolve(null),
    end: async () => {
      await worker.stop();
      await mails.stop();
    },
  };
}

async function countOf(url: string, method: 'GET' | 'POST' = 'GET'): Promise<MailCount> {
  return (await (await fetch(url, { method })).json()) as MailCount;
}

/** Once the server has one for each. */
function taken(url: string): Promise<MailCount> {
  const look = async (): Promise<MailCount | undefined> => {
    const count = await countOf(url);
    if (count.mails > CUSTOMERS) throw new Error(`${count.mails} mails came for ${CUSTOMERS} customers`);
    return count.mails === CUSTOMERS ? count : undefined;
  };
  return until('the last mail', look, LOOK_MS);
}

async function publish(api: ApiClient, communityIds: readonly string[]): Promise<void> {
  for (const communityId of communityIds) {
    const texts = [{ locale: 'zh-CN', title: '停水通知', body: '因管道检修，明日 9:00 至 17:00 停水，请提前储水。' }];
    const { createNotice } = await api.call<{ createNotice: { notice: { id: string; version: number } } }>(
      'mutation ($input: CreateNoticeInput!) { createNotice(input: $input) { notice { id version } } }',
      { input: { communityId, texts } },
    );
    await api.call('mutation ($input: PublishNoticeInput!) { publishNotice(input: $input) { notice { id } } }', {
      input: createNotice.notice,
    });
  }
}

/** The same mail by the library alone. Mails a second. */
async function bare(smtpUrl: string, url: string): Promise<number> {
  await countOf(url, 'POST');
  const pool = createTransport({ url: smtpUrl, pool: true, maxConnections: CONNECTIONS } as Parameters<
    typeof createTransport
  >[0]);
  const body = '因管道检修，明日 9:00 至 17:00 停水，请提前储水。';
  await Promise.all(
    Array.from({ length: CUSTOMERS }, (_, n) =>
      pool.sendMail({
        from: { name: '和园物业', address: 'mail@atrium.example' },
        to: `resident${n}@example.com`,
        subject: '公告：停水通知',
        text: body,
        html: `<!doctype html><html lang="zh-CN"><body><p>${body}</p></body></html>`,
      }),
    ),
  );
  pool.close();
  const { ms } = await taken(url);
  return (CUSTOMERS / ms) * 1_000;
}

/** Written past the application, as superuser and without its triggers: what is measured comes after. */
async function fillResidents(adminUrl: string, tenantId: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    await client.query(
      `INSERT INTO atrium.customer (tenant_id, id, code, kind, name, name_key, sort_key)
       SELECT $1, app.new_id(), 'C' || n, 'PERSON', '住户' || n, '住户' || n, lpad(n::text, 8, '0') FROM generate_series(1, $2::int) n`,
      [tenantId, CUSTOMERS],
    );
    await client.query(
      `INSERT INTO atrium.customer_contact (tenant_id, id, customer_id, kind, value, masked, is_preferred)
       SELECT $1, app.new_id(), id, 'EMAIL', lower(code) || '@example.com', 'c***@example.com', true
       FROM atrium.customer WHERE tenant_id = $1`,
      [tenantId],
    );
    await client.query(
      `INSERT INTO atrium.occupancy (tenant_id, id, community_id, unit_id, customer_id, kind, starts_on)
       SELECT $1, app.new_id(), u.community_id, u.id, c.id, 'OWNER', '2020-01-01'
       FROM (SELECT id, row_number() OVER (ORDER BY code) AS n FROM atrium.customer WHERE tenant_id = $1) c
       JOIN (SELECT id, community_id, row_number() OVER (ORDER BY id) AS n FROM atrium.unit WHERE tenant_id = $1) u USING (n)`,
      [tenantId],
    );
    for (const table of ['unit', 'customer', 'customer_contact', 'occupancy']) {
      await client.query(`VACUUM ANALYZE atrium.${table}`);
    }
  });
}
