import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { systemErrorCode } from '../embedded-postgres/errors';
import { ConfigError, masked, type ConfigProblem } from './config-error';
import type { Field } from './field';
import { localSecrets } from './secrets';
import { FIELDS, SETTINGS, type Config } from './settings';

/** The variables as they are written: texts by name. */
const environmentSchema = z.object(Object.fromEntries(FIELDS.map(({ field }) => [field.env, field.schema.optional()])));

interface Given {
  value: string;
  source: string;
}

/**
 * Reads the configuration from the environment and, for what is not set there, from the file `.env` of the working
 * folder. An empty variable counts as not set. For local use missing secrets are made in the data folder.
 * @throws ConfigError that lists all wrong variables
 * @throws SecretsFileError when the generated secrets cannot be read
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, cwd: string = process.cwd()): Config {
  const envFile = path.join(cwd, '.env');
  const given = collect(env, envFile);
  const parsed = environmentSchema.safeParse(Object.fromEntries([...given].map(([name, { value }]) => [name, value])));
  const problems: ConfigProblem[] = parsed.success ? [] : wrongValues(parsed.error, given);

  const values: Record<string, unknown> = parsed.success ? parsed.data : {};
  const mode = given.get(SETTINGS.general.mode.env)?.value ?? SETTINGS.general.mode.default;
  if (mode === 'production') problems.push(...missingInProduction(given));
  if (parsed.success) problems.push(...contradictions(values, given));
  if (problems.length > 0) throw new ConfigError(problems, envFile);

  const dataDir = path.resolve(cwd, String(values[SETTINGS.general.dataDir.env] ?? SETTINGS.general.dataDir.default));
  values[SETTINGS.general.dataDir.env] = dataDir;
  if (mode !== 'production') addLocalSecrets(values, dataDir, envFile);
  return assemble(values);
}

/** What is given for each field; the environment wins over the file. */
function collect(env: NodeJS.ProcessEnv, envFile: string): Map<string, Given> {
  const file = readEnvFile(envFile);
  const given = new Map<string, Given>();
  for (const { field } of FIELDS) {
    const fromEnvironment = env[field.env]?.trim();
    const fromFile = file[field.env]?.trim();
    if (fromEnvironment) given.set(field.env, { value: fromEnvironment, source: 'environment' });
    else if (fromFile) given.set(field.env, { value: fromFile, source: '.env' });
  }
  return given;
}

function readEnvFile(envFile: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(envFile, 'utf8'));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return {};
    throw error;
  }
}

function wrongValues(error: z.ZodError, given: Map<string, Given>): ConfigProblem[] {
  const wrong = new Set(error.issues.map((issue) => issue.path[0]));
  return FIELDS.filter(({ field }) => wrong.has(field.env)).map(({ field }) => ({
    ...shown(field, given),
    expected: `allowed is ${field.allowed}`,
  }));
}

function missingInProduction(given: Map<string, Given>): ConfigProblem[] {
  const { secrets, database } = SETTINGS;
  const rolesAreMade = given.has(database.appUrl.env) || given.has(database.workerUrl.env);
  const exempt = rolesAreMade ? secrets.databaseRolePassword.env : undefined;
  return FIELDS.filter(({ field }) => field.demandedInProduction && field.env !== exempt && !given.has(field.env)).map(
    ({ field }) => ({ name: field.env, expected: `production mode needs ${field.allowed}` }),
  );
}

/** Values that are well-formed each and wrong together. */
function contradictions(values: Record<string, unknown>, given: Map<string, Given>): ConfigProblem[] {
  const { general, http, database, secrets, mail, signIn, files } = SETTINGS;
  const valueOf = <T>(field: Field<T>): T => (values[field.env] as T | undefined) ?? field.default;
  const notAbove = (low: Field<number>, high: Field<number>): ConfigProblem[] => {
    if (valueOf(low) <= valueOf(high)) return [];
    const blamed = given.has(low.env) ? low : high;
    const rule = `allowed is ${low.env} (${valueOf(low)}) not above ${high.env} (${valueOf(high)})`;
    return [{ ...shown(blamed, given), expected: rule }];
  };
  const problems: ConfigProblem[] = [
    ...notAbove(database.statementTimeoutMs, http.requestTimeoutMs),
    ...notAbove(signIn.backOffSeconds, signIn.backOffMaxSeconds),
  ];
  if (valueOf(general.mode) === 'production' && given.has(mail.smtpUrl.env) && !given.has(mail.from.env)) {
    problems.push({
      name: mail.from.env,
      expected: `production mode with ${mail.smtpUrl.env} needs ${mail.from.allowed}`,
    });
  }
  if (given.has(secrets.furtherEncryptionKeys.env) && !given.has(secrets.fingerprintKey.env)) {
    problems.push({
      name: secrets.fingerprintKey.env,
      expected: `${secrets.furtherEncryptionKeys.env} needs the first ${secrets.encryptionKey.env} there ever was, for good: ${secrets.fingerprintKey.allowed}`,
    });
  }
  if (valueOf(files.store) === 's3') {
    for (const field of [files.s3Bucket, files.s3AccessKeyId, files.s3SecretAccessKey]) {
      if (!given.has(field.env)) {
        problems.push({ name: field.env, expected: `${files.store.env}=s3 needs ${field.allowed}` });
      }
    }
  }
  return problems;
}

function shown(field: Field<unknown>, given: Map<string, Given>): Pick<ConfigProblem, 'name' | 'given' | 'source'> {
  const entry = given.get(field.env);
  return entry
    ? { name: field.env, given: masked(field, entry.value), source: entry.source }
    : { name: field.env, given: `${String(field.default)}`, source: 'default' };
}

/** Adds the secrets that were not given, and checks them too: people edit files. */
function addLocalSecrets(values: Record<string, unknown>, dataDir: string, envFile: string): void {
  const missing = FIELDS.map(({ field }) => field).filter(
    (field) => field.generated && values[field.env] === undefined,
  );
  if (missing.length === 0) return;
  const names = missing.map(({ env }) => env);
  const local = new Map(
    Object.entries(localSecrets(dataDir, names)).map(([name, value]) => [name, { value, source: 'secrets.json' }]),
  );
  const problems: ConfigProblem[] = [];
  for (const field of missing) {
    const checked = field.schema.safeParse(local.get(field.env)?.value);
    if (checked.success) values[field.env] = checked.data;
    else problems.push({ ...shown(field, local), expected: `allowed is ${field.allowed}` });
  }
  if (problems.length > 0) throw new ConfigError(problems, envFile);
}

function assemble(values: Record<string, unknown>): Config {
  const config: Record<string, Record<string, unknown>> = {};
  for (const { group, key, field } of FIELDS) (config[group] ??= {})[key] = values[field.env] ?? field.default;
  for (const group of Object.values(config)) Object.freeze(group);
  // Each value was made by the schema of its field, from which the type is derived.
  return Object.freeze(config) as unknown as Config;
}
