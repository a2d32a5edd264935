import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { systemErrorCode } from '../embedded-postgres/errors';
import { FileLock } from '../embedded-postgres/file-lock';

/** The file of generated secrets cannot be used; the message says why. */
export class SecretsFileError extends Error {
  override readonly name = 'SecretsFileError';
}

const LOCK_TIMEOUT_MS = 10_000;

/**
 * Secrets of a local installation, from `secrets.json` of the data folder (mode 0600); those that are missing are made
 * and kept. Processes that start at once get the same ones.
 * @param names names of the variables
 * @throws SecretsFileError when the file is damaged
 */
export function localSecrets(dataDir: string, names: readonly string[]): Record<string, string> {
  const file = path.join(dataDir, 'secrets.json');
  const known = readSecrets(file);
  if (names.every((name) => name in known)) return known;

  mkdirSync(dataDir, { recursive: true });
  const lock = FileLock.acquireSync(path.join(dataDir, 'secrets.lock'), 'exclusive', LOCK_TIMEOUT_MS);
  if (!lock) throw new SecretsFileError(`Another process has held ${file} for more than ${LOCK_TIMEOUT_MS} ms.`);
  try {
    const secrets = readSecrets(file);
    for (const name of names)
      secrets[name] ??= randomBytes(32).toString(name === 'ENCRYPTION_KEY' ? 'base64' : 'base64url');
    const part = `${file}.part`;
    writeFileSync(part, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(part, file);
    return secrets;
  } finally {
    lock.release();
  }
}

function readSecrets(file: string): Record<string, string> {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return {};
    throw new SecretsFileError(`The generated secrets in ${file} cannot be read: ${String(error)}`, { cause: error });
  }
  try {
    const parsed: unknown = JSON.parse(content);
    if (
      typeof parsed === 'object' &&
      parsed !== null &&
      Object.values(parsed).every((each) => typeof each === 'string')
    ) {
      return parsed as Record<string, string>;
    }
  } catch {
    // Reported below, without the content.
  }
  throw new SecretsFileError(
    `${file} is damaged: it must be a JSON object of texts. Restore it from a backup; ` +
      'data encrypted with a lost ENCRYPTION_KEY cannot be read again.',
  );
}
