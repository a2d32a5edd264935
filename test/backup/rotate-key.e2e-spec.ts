import { randomBytes } from 'node:crypto';
import { createApiApp } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import { arrangePlugins, cipherOf, type Config, JobWorker, resealAll } from '@atrium/platform';
import { Cipher, definePlugin, secret, systemActor, Transactions } from '@atrium/sdk';
import { createTestPlatform, Mailbox, TestClient, type TestPlatform, until } from '@atrium/testing';
import { createWorkerApp } from '@atrium/worker';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { z } from 'zod';
import { rotateKeyCommand } from '../../apps/cli/src/commands/rotate-key';
import { codeAt } from '../../libs/core/src/totp/totp.policy';
import { ALL, change, roleIds, sqlOf } from '../identity/support';

const NUMBER = '11010519491231002X';

/** What the plugin was given as its secret when it was disabled. */
let given: unknown;
const plugins = arrangePlugins([
  {
    source: '@example/sealing',
    metadata: {},
    definition: definePlugin({
      id: 'sealing',
      version: '1.0.0',
      sdk: '^0.1',
      settings: z.object({ key: secret(z.string()) }),
      onDisable: ({ settings }) => Promise.resolve(void (given = settings)),
    }),
  },
]);

let platform: TestPlatform;
let mailbox: Mailbox;
let admin: TestClient;
let sql: ReturnType<typeof sqlOf>;
const apps: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url, LOG_LEVEL: 'fatal' }, [], plugins);
  sql = sqlOf(platform);
  const { email, password } = platform.tenants.a.admin;
  const signIn = { slug: 'alpha', email, password };
  const { tokens } = await change<{ tokens: { accessToken: string } }>(
    platform.client(),
    'signIn',
    'SignInInput',
    signIn,
    'tokens { accessToken }',
  );
  admin = platform.client(tokens.accessToken);
});
afterAll(async () => {
  for (const app of apps) await app.close();
  await platform?.close();
  await mailbox?.close();
});

const withKeys = (encryptionKey: string, ...furtherEncryptionKeys: string[]): Config => ({
  ...platform.config,
  secrets: {
    ...platform.config.secrets,
    ...{ encryptionKey, furtherEncryptionKeys },
    fingerprintKey: platform.config.secrets.encryptionKey,
  },
  database: { ...platform.config.database, url: platform.database.adminUrl },
});
/** A process that has these keys, and who calls it. */
async function at(config: Config): Promise<(token: string | null) => TestClient> {
  const { clock, database } = platform;
  const app: NestFastifyApplication = await createApiApp({
    ...{ config, clock, contexts: coreContexts, plugins },
    databaseUrl: database.appUrl,
  });
  apps.push(app);
  return (token) => new TestClient(app.getHttpAdapter().getInstance() as never, token);
}
const rotate = async (config: Config): Promise<string> => {
  const lines: string[] = [];
  await rotateKeyCommand({ config, print: (line) => lines.push(line) });
  return lines.join('\n');
};
const reveal = async (client: TestClient, id: string): Promise<string> => {
  const input = { id, reason: '核验' };
  const { revealIdentityNumber } = await client.ok<{ revealIdentityNumber: { number: string } }>(
    'mutation ($input: RevealIdentityNumberInput!) { revealIdentityNumber(input: $input) { number } }',
    { input },
  );
  return revealIdentityNumber.number;
};
const inTenant = <T>(tenant: 'a' | 'b', task: () => T): Promise<T> =>
  platform.api
    .get(Transactions)
    .run({ tenantId: platform.tenants[tenant].id, actor: systemActor('spec'), operation: 'spec' }, () =>
      Promise.resolve(task()),
    );

it('a new key takes over while the installation is in use, and the old one then opens nothing', async () => {
  const old = platform.config.secrets.encryptionKey;
  const next = randomBytes(32).toString('base64');

  // All that is sealed, by the old key.
  const { createCustomer } = await admin.ok<{
    createCustomer: { customer: { id: string; identityDocuments: { id: string }[] } };
  }>(
    `mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id identityDocuments { id } } } }`,
    {
      input: { kind: 'PERSON', name: '王芳', identityDocument: { kind: 'RESIDENT_ID', number: NUMBER } },
    },
  );
  const document = createCustomer.customer.identityDocuments[0]!.id;
  await admin.ok('mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { name } } }', {
    input: { plugin: 'sealing', settings: { key: 'of the plugin' } },
  });
  const { email, password } = platform.tenants.a.admin;
  const own = await change<{ secret: string }>(admin, 'enrolTotp', 'OwnPasswordInput', { password }, 'secret');
  const code = (): string => codeAt(own.secret, platform.clock.now());
  await change(admin, 'confirmTotp', 'ConfirmTotpInput', { code: code() }, 'recoveryCodes');
  const roles = await roleIds(admin);
  const invited = { name: '李雷', email: 'lilei@alpha.example', roleIds: [Object.values(roles)[0]], dataScope: ALL };
  await change(admin, 'inviteStaff', 'InviteStaffInput', invited, 'staff { id }');
  const cipher = platform.api.get(Cipher);
  const sealedForB = await inTenant('b', () => cipher.encrypt('of the provider'));
  await sql(
    `INSERT INTO atrium.identity_provider (tenant_id, id, issuer, client_id, client_secret, return_urls, enabled)
     VALUES ($1, gen_random_uuid(), 'https://id.example', 'atrium', $2, '{}', false)`,
    [platform.tenants.b.id, sealedForB],
  );
  await sql(
    `INSERT INTO platform.operator (id, name, email, password_hash, totp_secret)
     VALUES (gen_random_uuid(), 'Operator', 'o@example.com', '-', $1)`,
    [cipher.encryptForPlatform('of the operator')],
  );

  // Wherever it lies: padded, amid other text, in a list, deep in a document.
  await sql(
    `SET ROLE atrium_owner; CREATE TABLE atrium.spec_sealed (tenant_id uuid, padded text, amid text, list text[], document jsonb); RESET ROLE`,
  );
  const hidden = await inTenant('b', () => Array.from({ length: 4 }, (_, n) => cipher.encrypt(`hidden ${n}`)));
  await sql(`INSERT INTO atrium.spec_sealed VALUES ($1, $2, $3, $4, $5)`, [
    platform.tenants.b.id,
    hidden[0]!.padEnd(200, ' '),
    `https://a.example/?t=${hidden[1]}&n=1`,
    ['plain', hidden[2]],
    { deep: [{ er: hidden[3] }] },
  ]);
  // In somebody's hand meanwhile: waited for.
  const holder = new Client({ connectionString: platform.database.adminUrl });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM atrium.spec_sealed FOR UPDATE');

  // Both keys: what the old one sealed is open, before and after.
  const both = withKeys(next, old);
  const during = (await at(both))(admin.token);
  expect(await reveal(during, document)).toBe(NUMBER);
  const rotating = rotate(both);
  await until(
    async () =>
      (
        await sql(
          `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'atrium-rotate-key'`,
        )
      ).length > 0,
  );
  await holder.end();
  const said = await rotating;
  for (const column of [
    'atrium.identity_document.number_sealed: 1',
    'atrium.tenant_plugin.secrets: 1',
    'atrium.staff_totp.secret: 1',
    'atrium.identity_provider.client_secret: 1',
    'platform.operator.totp_secret: 1',
    'atrium.spec_sealed.padded: 1',
    'atrium.spec_sealed.amid: 1',
    'atrium.spec_sealed.list: 1',
    'atrium.spec_sealed.document: 1',
  ]) {
    expect(said).toContain(`${column} sealed anew`);
  }
  expect(said).toMatch(/\.data: [1-9]/); // the mail that waits
  expect(said).toContain('No other key is needed');
  expect(await reveal(during, document)).toBe(NUMBER);

  // The new key alone.
  const alone = withKeys(next);
  expect(await rotate(alone)).toMatch(/^Everything is sealed/);
  const callerAt = await at(alone);
  const after = callerAt(admin.token);
  expect(await reveal(after, document)).toBe(NUMBER);
  await after.ok('mutation ($input: DisablePluginInput!) { disablePlugin(input: $input) { plugin { name } } }', {
    input: { plugin: 'sealing' },
  });
  expect(given).toEqual({ key: 'of the plugin' });
  platform.clock.advance({ seconds: 60 });
  const { challenge } = await change<{ challenge: { token: string } }>(
    callerAt(null),
    'signIn',
    'SignInInput',
    { slug: 'alpha', email, password },
    'challenge { token }',
  );
  const signedIn = await change<{ tokens: { accessToken: string } }>(
    callerAt(null),
    'completeSignIn',
    'CompleteSignInInput',
    { challenge: challenge.token, code: code() },
    'tokens { accessToken }',
  );
  expect(signedIn.tokens.accessToken).toEqual(expect.any(String));
  const [provider] = await sql<{ client_secret: string }>('SELECT client_secret FROM atrium.identity_provider');
  const [operator] = await sql<{ totp_secret: string }>('SELECT totp_secret FROM platform.operator');
  const opened = cipherOf(alone);
  expect(await inTenant('b', () => opened.decrypt(provider!.client_secret))).toBe('of the provider');
  expect(opened.decryptForPlatform(operator!.totp_secret)).toBe('of the operator');
  const [anew] = await sql<{ padded: string; amid: string; list: string[]; document: { deep: { er: string }[] } }>(
    'SELECT padded, amid, list, document FROM atrium.spec_sealed',
  );
  expect(anew!.padded).toHaveLength(200);
  const resealed = [
    anew!.padded.trimEnd(),
    /^https:..a\.example.\?t=(.*)&n=1$/.exec(anew!.amid)![1]!,
    anew!.list[1]!,
    anew!.document.deep[0]!.er,
  ];
  expect(await inTenant('b', () => resealed.map((one) => opened.decrypt(one)))).toEqual(
    hidden.map((_, n) => `hidden ${n}`),
  );
  const worker = await createWorkerApp({
    ...{ config: alone, clock: platform.clock, contexts: coreContexts, plugins, runsJobs: false },
    databaseUrl: platform.database.workerUrl,
  });
  apps.push(worker);
  await worker.get(JobWorker).runDue();
  expect(mailbox.mails.flatMap(({ to }) => to)).toContain('lilei@alpha.example');

  // The old one: nothing.
  const left = await resealAll(platform.database.adminUrl, cipherOf(withKeys(old)));
  expect(left.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(0);
  expect(left.find(({ column }) => column === 'atrium.identity_document.number_sealed')).toMatchObject({ closed: 1 });
  await expect(rotate(withKeys(old))).rejects.toThrow('None of the keys opens some of');
});
