import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { Cipher, currentTenant } from '@atrium/sdk';
import { deriveKey } from './keys';

/** What is sealed was changed, was sealed for another tenant, or with another key. */
export class UnsealError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(`Cannot decrypt: ${reason}`, { cause });
    this.name = 'UnsealError';
  }
}

/** Stands in front of what is sealed, so that another algorithm or key can follow while this one is still read. */
const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with a random IV; the tenant's id is authenticated along with the text. `v1.<iv, ciphertext, tag>`. */
export class AesGcmCipher extends Cipher {
  // Node takes a key of bytes five times as long to use as a key object, at each call.
  private readonly sealing: KeyObject;
  private readonly fingerprinting: KeyObject;

  /** @param secret the installation's ENCRYPTION_KEY, 32 bytes or more */
  constructor(secret: Uint8Array) {
    super();
    this.sealing = createSecretKey(deriveKey(secret, 'atrium encryption v1'));
    this.fingerprinting = createSecretKey(deriveKey(secret, 'atrium fingerprint v1'));
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

  private seal(plain: string, owner: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.sealing, iv).setAAD(boundTo(owner));
    const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${VERSION}.${sealed.toString('base64url')}`;
  }

  private unseal(sealed: string, owner: string): string {
    const [version, body = ''] = sealed.split('.', 2);
    if (version !== VERSION) throw new UnsealError(`not of a known version (${VERSION})`);
    const bytes = Buffer.from(body, 'base64url');
    if (bytes.length < IV_BYTES + TAG_BYTES) throw new UnsealError('cut off');
    const decipher = createDecipheriv('aes-256-gcm', this.sealing, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(boundTo(owner))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const plain = [decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()];
      return Buffer.concat(plain).toString('utf8');
    } catch (error) {
      throw new UnsealError('changed, or sealed for another tenant or with another key', error);
    }
  }

  fingerprint(plain: string): string {
    const { id } = currentTenant();
    return createHmac('sha256', this.fingerprinting).update(boundTo(id)).update(plain).digest('base64url');
  }
}

/** In the place of a tenant's UUID, which none has. */
const PLATFORM = 'platform';

const boundTo = (owner: string): Buffer => Buffer.from(`${VERSION}|${owner}|`);
