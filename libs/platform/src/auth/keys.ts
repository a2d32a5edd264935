import { hkdfSync } from 'node:crypto';

/** Bytes a secret of the installation must have at least. */
export const MIN_SECRET_BYTES = 32;

/** A key for one purpose out of a secret of the installation (HKDF-SHA-256), so that no key serves two purposes. */
export function deriveKey(secret: Uint8Array, purpose: string): Buffer {
  if (secret.length < MIN_SECRET_BYTES) {
    throw new RangeError(
      `The secret for "${purpose}" has ${secret.length} bytes; at least ${MIN_SECRET_BYTES} are needed`,
    );
  }
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}
