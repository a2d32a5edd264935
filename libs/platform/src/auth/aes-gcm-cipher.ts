import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { Cipher, currentTenant } from '@atrium/sdk';
import type { Config } from '../config';
import { deriveKey } from './keys';

/** What is sealed was changed, was sealed for another tenant, or with another key. */
export class UnsealError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(`Cannot decrypt: ${reason}`, { cause });
    this.name = 'UnsealError';
  }
}

/**
 * Form of what is sealed: `v2.<key>.<iv, ciphertext, tag>`. Values of `v1`, from before keys had names, do not say which
 * key it was.
 */
const VERSION = 'v2';
const NAMELESS = 'v1';
/** Within any text; PostgreSQL reads it too, apart from the flag. */
const SEALED = '(?<![\\w-])(?:v1|v2[.][\\w-]{8})[.][\\w-]{38,}';
const IV_BYTES = 12;
const TAG_BYTES = 16;

interface Sealing {
  /** Names the key and tells nothing of it. */
  readonly name: string;
  readonly key: KeyObject;
}

/** Secrets of the installation that the cipher is made of, each of 32 bytes or more. */
export interface CipherSecrets {
  /** Seals. */
  readonly current: Uint8Array;
  /** Open what they have sealed: those before, and the next one. */
  readonly further?: readonly Uint8Array[];
  /** Makes fingerprints, which are compared with those of years ago; default: the current one. */
  readonly fingerprints?: Uint8Array;
}

/** The text with everything in it that has the form of something sealed passed through `map`. */
export const mapSealed = (text: string, map: (sealed: string) => string): string =>
  text.replace(new RegExp(SEALED, 'g'), map);

/** A regular expression of PostgreSQL for texts in which something is sealed that this cipher's current key has not sealed. */
export const sealedByOthers = ({ currentPrefix }: AesGcmCipher): string =>
  SEALED.replace('v2[.]', `v2[.](?!${currentPrefix.split('.')[1]}[.])`);

/** AES-256-GCM with a random IV; the tenant's id is authenticated along with the text. */
export class AesGcmCipher extends Cipher {
  // Node takes a key of bytes five times as long to use as a key object, at each call.
  private readonly sealing: readonly [Sealing, ...Sealing[]];
  private readonly fingerprinting: KeyObject;

  constructor({ current, further = [], fingerprints = current }: CipherSecrets) {
    super();
    this.sealing = [sealingOf(current), ...further.map(sealingOf)];
    this.fingerprinting = createSecretKey(deriveKey(fingerprints, 'atrium fingerprint v1'));
  }

  /** How everything begins that the current key has sealed. */
  get currentPrefix(): string {
    return `${VERSION}.${this.sealing[0].name}.`;
  }

  encrypt(plain: string): string {
    return this.seal(plain, currentTenant().id);
  }

  decrypt(sealed: string): string {
    return this.unseal(sealed, currentTenant().id);
  }

  encryptForPlatform(plain: string): string {
    return this.seal(plain, PLATFORM);
  }

  decryptForPlatform(sealed: string): string {
    return this.unseal(sealed, PLATFORM);
  }

  /** Whether this key opens what was sealed for a tenant (its UUID), or for the platform (null). */
  opens(sealed: string, tenantId: string | null): boolean {
    try {
      this.unseal(sealed, tenantId ?? PLATFORM);
      return true;
    } catch (error) {
      if (error instanceof UnsealError) return false;
      throw error;
    }
  }

  /** The same text, sealed for the same owner with the current key. Throws as {@link decrypt} does. */
  reseal(sealed: string, tenantId: string | null): string {
    const owner = tenantId ?? PLATFORM;
    return this.seal(this.unseal(sealed, owner), owner);
  }

  private seal(plain: string, owner: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.sealing[0].key, iv).setAAD(boundTo(VERSION, owner));
    const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${this.currentPrefix}${sealed.toString('base64url')}`;
  }

  private unseal(sealed: string, owner: string): string {
    const [version, ...rest] = sealed.split('.', 3);
    if (version === NAMELESS) return this.unsealNameless(rest[0] ?? '', owner);
    if (version !== VERSION) throw new UnsealError(`not of a known version (${VERSION}, ${NAMELESS})`);
    const [name, body = ''] = rest;
    const known = this.sealing.find((one) => one.name === name);
    if (!known) throw new UnsealError('sealed with another key, which is not among those of this process');
    return open(known.key, body, boundTo(VERSION, owner));
  }

  private unsealNameless(body: string, owner: string): string {
    let last: unknown;
    for (const { key } of this.sealing) {
      try {
        return open(key, body, boundTo(NAMELESS, owner));
      } catch (error) {
        last = error;
      }
    }
    throw last;
  }

  fingerprint(plain: string): string {
    const { id } = currentTenant();
    return createHmac('sha256', this.fingerprinting).update(boundTo(NAMELESS, id)).update(plain).digest('base64url');
  }
}

/** In the place of a tenant's UUID, which none has. */
const PLATFORM = 'platform';

const boundTo = (version: string, owner: string): Buffer => Buffer.from(`${version}|${owner}|`);

const KEY_NAME_CHARACTERS = 8;

const sealingOf = (secret: Uint8Array): Sealing => ({
  name: deriveKey(secret, 'atrium key name v1').toString('base64url').slice(0, KEY_NAME_CHARACTERS),
  key: createSecretKey(deriveKey(secret, 'atrium encryption v1')),
});

function open(key: KeyObject, body: string, aad: Buffer): string {
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new UnsealError('cut off');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(aad)
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const plain = [decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()];
    return Buffer.concat(plain).toString('utf8');
  } catch (error) {
    throw new UnsealError('changed, or sealed for another tenant or with another key', error);
  }
}

const bytesOf = (key: string): Buffer => Buffer.from(key, 'base64');

/** The cipher of an installation. */
export const cipherOf = ({ secrets }: Pick<Config, 'secrets'>): AesGcmCipher =>
  new AesGcmCipher({
    current: bytesOf(secrets.encryptionKey),
    further: secrets.furtherEncryptionKeys.map(bytesOf),
    ...(secrets.fingerprintKey && { fingerprints: bytesOf(secrets.fingerprintKey) }),
  });
