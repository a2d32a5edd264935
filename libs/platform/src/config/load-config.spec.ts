import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { endChildren, runChild } from '../../../../test/support/child-program';
import { ConfigError } from './config-error';
import { loadConfig } from './load-config';
import { SecretsFileError } from './secrets';
import { FIELDS } from './settings';

let cwd: string;

beforeEach(() => {
  cwd = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'atrium-config-')));
});

afterEach(async () => {
  await endChildren();
  rmSync(cwd, { recursive: true, force: true });
});

const dotEnv = (content: string): void => writeFileSync(path.join(cwd, '.env'), content);
const secretsFile = (): string => path.join(cwd, '.data', 'secrets.json');

/** Everything production mode demands. */
const PRODUCTION = {
  ATRIUM_MODE: 'production',
  PUBLIC_URL: 'https://atrium.example.com',
  ACCESS_TOKEN_SECRET: 'x'.repeat(32),
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  DATABASE_ROLE_PASSWORD: 'a-password-of-the-roles',
};

function problemsOf(env: NodeJS.ProcessEnv): ConfigError {
  try {
    loadConfig(env, cwd);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('values', () => {
  it('have defaults that their own rules accept, so that nothing needs to be set', () => {
    const config = loadConfig({}, cwd);
    const dataDir = path.join(cwd, '.data');
    expect(config.general).toEqual({
      mode: 'development',
      dataDir,
      plugins: [],
      withoutPlugins: [],
      pluginFloodLimit: 250_000,
      pluginHookSeconds: 60,
    });
    expect(config.http).toMatchObject({ port: 4000, requestTimeoutMs: 15_000, trustProxy: false });
    expect(config.database).toMatchObject({ url: undefined, statementTimeoutMs: 10_000 });
    expect(config.files.uploadMaxBytes).toBe(200 * 1024 * 1024);
    expect(config.signIn).toMatchObject({ accessTokenTtlSeconds: 600, refreshTokenTtlDays: 30 });
    for (const { field } of FIELDS) {
      if (field.default === undefined || field.generated) continue;
      expect([field.env, field.schema.safeParse(String(field.default))]).toEqual([
        field.env,
        { success: true, data: field.default },
      ]);
    }
  });

  it('come from the environment, then from .env; an empty one counts as not set', () => {
    dotEnv('PORT=5001\nHOST="0.0.0.0"\n# LOG_LEVEL=fatal\nQUERY_MAX_DEPTH=20\n');
    const config = loadConfig({ PORT: '5002', QUERY_MAX_DEPTH: '', LOG_LEVEL: '  ' }, cwd);
    expect(config.http).toMatchObject({ port: 5002, host: '0.0.0.0' });
    expect(config.graphql.maxDepth).toBe(20);
    expect(config.observability.logLevel).toBe('info');
  });

  it.each([
    ['false', false],
    ['2', 2],
    ['10.0.0.0/8, 192.168.1.4,::1/128', '10.0.0.0/8,192.168.1.4,::1/128'],
  ])('TRUST_PROXY=%s', (given, value) => {
    expect(loadConfig({ TRUST_PROXY: given }, cwd).http.trustProxy).toBe(value);
  });

  it('keep the data folder absolute, whatever was given', () => {
    expect(loadConfig({ DATA_DIR: 'var/data' }, cwd).general.dataDir).toBe(path.join(cwd, 'var', 'data'));
  });

  it('cannot be changed', () => {
    const config = loadConfig({}, cwd);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.values(config).every((group) => Object.isFrozen(group))).toBe(true);
  });
});

describe('a wrong value', () => {
  it.each([
    ['ATRIUM_MODE', 'prod'],
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['PORT', '4000.5'],
    ['HOST', 'http://localhost'],
    ['PUBLIC_URL', 'atrium.example.com'],
    ['PUBLIC_URL', 'ftp://atrium.example.com'],
    ['DATABASE_URL', 'mysql://localhost/db'],
    ['DATABASE_URL', 'postgres://'],
    ['SMTP_URL', 'https://mail.example.com'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'A <a@b>, C <c@d>'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', 'proxy.example.com'],
    ['LOG_LEVEL', 'INFO'],
    ['QUERY_MAX_DEPTH', '14'],
    ['UPLOAD_MAX_BYTES', '200 MB'],
    ['ENCRYPTION_KEY', Buffer.alloc(16).toString('base64')],
    ['ACCESS_TOKEN_SECRET', 'too short'],
    ['DATABASE_ROLE_PASSWORD', "it's a quoted one"],
  ])('%s=%s is refused, alone and by name', (name, value) => {
    const { problems } = problemsOf({ [name]: value });
    expect(problems).toEqual([
      { name, given: expect.any(String), source: 'environment', expected: expect.stringMatching(/^allowed is ./) },
    ]);
  });

  it('is listed with all others: name, what was given and where, what is allowed', () => {
    dotEnv('QUERY_MAX_COST=unlimited\n');
    const { message } = problemsOf({ PORT: '80a', LOG_LEVEL: 'loud' });
    expect(message).toContain('3 variables are to be mended');
    expect(message).toContain('- PORT is "80a" (environment): allowed is a whole number from 0 to 65,535');
    expect(message).toContain('- LOG_LEVEL is "loud" (environment): allowed is one of fatal, error, warn, info');
    expect(message).toContain(
      '- QUERY_MAX_COST is "unlimited" (.env): allowed is a whole number from 100 to 1,000,000',
    );
    expect(message).toContain(path.join(cwd, '.env'));
  });

  it.each([
    ['DATABASE_URL', 'mysql://owner:hunter2@db.example.com/atrium', 'mysql://***@db.example.com/atrium'],
    ['DATABASE_URL', 'owner:hunter2@db.example.com', '***@db.example.com'],
    ['DATABASE_URL', 'mysql://owner:hunter2@odd@db.example.com/atrium', 'mysql://***@db.example.com/atrium'],
    [
      'APP_DATABASE_URL',
      'mysql://db.example.com/atrium?user=a&password=hunter2',
      'mysql://db.example.com/atrium?user=a&password=***',
    ],
    ['ACCESS_TOKEN_SECRET', 'hunter2', 'a secret of 7 characters'],
  ])('never shows a password: %s=%s', (name, value, shown) => {
    const { message } = problemsOf({ [name]: value });
    expect(message).toContain(shown);
    expect(message).not.toContain('hunter2');
  });

  it('is found in values that contradict each other', () => {
    expect(problemsOf({ REQUEST_TIMEOUT_MS: '5000' }).problems).toEqual([
      {
        name: 'REQUEST_TIMEOUT_MS',
        given: '"5000"',
        source: 'environment',
        expected: 'allowed is STATEMENT_TIMEOUT_MS (10000) not above REQUEST_TIMEOUT_MS (5000)',
      },
    ]);
    expect(problemsOf({ SIGN_IN_BACK_OFF_SECONDS: '60', SIGN_IN_BACK_OFF_MAX_SECONDS: '30' }).message).toContain(
      'SIGN_IN_BACK_OFF_SECONDS (60) not above SIGN_IN_BACK_OFF_MAX_SECONDS (30)',
    );
    const both = loadConfig({ REQUEST_TIMEOUT_MS: '5000', STATEMENT_TIMEOUT_MS: '5000' }, cwd);
    expect(both.database.statementTimeoutMs).toBe(5000);
  });
});

describe('production mode', () => {
  it('demands every secret and the public address at once, and generates none', () => {
    const { problems, message } = problemsOf({ ATRIUM_MODE: 'production', PORT: 'x' });
    expect(problems.map(({ name }) => name)).toEqual([
      'PORT',
      'PUBLIC_URL',
      'ACCESS_TOKEN_SECRET',
      'ENCRYPTION_KEY',
      'DATABASE_ROLE_PASSWORD',
    ]);
    expect(message).toContain('- ENCRYPTION_KEY is not set: production mode needs 32 bytes in base64');
    expect(() => statSync(path.join(cwd, '.data'))).toThrow('ENOENT');
  });

  it('starts with what it demands, and touches no file', () => {
    const config = loadConfig(PRODUCTION, cwd);
    expect(config.secrets).toEqual({
      accessTokenSecret: PRODUCTION.ACCESS_TOKEN_SECRET,
      encryptionKey: PRODUCTION.ENCRYPTION_KEY,
      furtherEncryptionKeys: [],
      fingerprintKey: '',
      databaseRolePassword: PRODUCTION.DATABASE_ROLE_PASSWORD,
    });
    expect(() => statSync(path.join(cwd, '.data'))).toThrow('ENOENT');
  });

  it('needs no password for roles an administrator made', () => {
    const { DATABASE_ROLE_PASSWORD: _, ...rest } = PRODUCTION;
    expect(problemsOf(rest).problems.map(({ name }) => name)).toEqual(['DATABASE_ROLE_PASSWORD']);
    const config = loadConfig({ ...rest, APP_DATABASE_URL: 'postgres://atrium_app:p@db/atrium' }, cwd);
    expect(config.database.appUrl).toBe('postgres://atrium_app:p@db/atrium');
  });

  it('needs a sender where mail is really sent', () => {
    const env = { ...PRODUCTION, SMTP_URL: 'smtp://mail.example.com' };
    expect(problemsOf(env).problems.map(({ name }) => name)).toEqual(['MAIL_FROM']);
    expect(loadConfig({ ...env, MAIL_FROM: 'Atrium <a@example.com>' }, cwd).mail.from).toBe('Atrium <a@example.com>');
  });
});

describe('generated secrets', () => {
  it('are kept for the next start in a file that only its owner reads', () => {
    const first = loadConfig({}, cwd);
    expect(Buffer.from(first.secrets.encryptionKey, 'base64')).toHaveLength(32);
    const { furtherEncryptionKeys, fingerprintKey, ...generated } = first.secrets;
    expect([furtherEncryptionKeys, fingerprintKey, new Set(Object.values(generated)).size]).toEqual([[], '', 3]);
    expect(statSync(secretsFile()).mode & 0o777).toBe(0o600);
    expect(loadConfig({}, cwd).secrets).toEqual(first.secrets);
  });

  it('give way to those that are set, and are not written for them', () => {
    const config = loadConfig({ ACCESS_TOKEN_SECRET: 's'.repeat(40) }, cwd);
    expect(config.secrets.accessTokenSecret).toBe('s'.repeat(40));
    expect(Object.keys(JSON.parse(readFileSync(secretsFile(), 'utf8')) as object)).toEqual([
      'ENCRYPTION_KEY',
      'DATABASE_ROLE_PASSWORD',
    ]);
  });

  it('are completed without changing those that are there', () => {
    const { ENCRYPTION_KEY } = PRODUCTION;
    loadConfig({}, cwd);
    writeFileSync(secretsFile(), JSON.stringify({ ENCRYPTION_KEY }));
    expect(loadConfig({}, cwd).secrets.encryptionKey).toBe(ENCRYPTION_KEY);
    expect(Object.keys(JSON.parse(readFileSync(secretsFile(), 'utf8')) as object)).toHaveLength(3);
  });

  it('are the same for processes that start at once', async () => {
    const code = `say(load(${JSON.stringify(path.join(__dirname, 'load-config.ts'))}).loadConfig({}, ${JSON.stringify(cwd)}).secrets);`;
    const answers = await Promise.all([1, 2, 3].map(() => runChild(code).next()));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it.each(['{"ENCRYPTION_KEY": ', '[1, 2]', '"text"', '{"ENCRYPTION_KEY": 7}'])(
    'in a damaged file (%s) stop the start and are not replaced',
    (content) => {
      loadConfig({}, cwd);
      writeFileSync(secretsFile(), content);
      expect(() => loadConfig({}, cwd)).toThrow(SecretsFileError);
      expect(() => loadConfig({}, cwd)).toThrow(secretsFile());
      expect(readFileSync(secretsFile(), 'utf8')).toBe(content);
    },
  );

  it('that were edited are checked like those that are set', () => {
    loadConfig({}, cwd);
    writeFileSync(secretsFile(), JSON.stringify({ ENCRYPTION_KEY: 'edited' }));
    expect(problemsOf({}).problems).toEqual([
      {
        name: 'ENCRYPTION_KEY',
        given: 'a secret of 6 characters',
        source: 'secrets.json',
        expected: expect.stringContaining('32 bytes in base64'),
      },
    ]);
  });
});
