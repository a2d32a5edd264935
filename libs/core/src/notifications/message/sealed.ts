import type { Cipher } from '@atrium/sdk';
import type { StoredValues } from './values';

/** What of a message waits encrypted. */
export interface Sealed {
  readonly values: StoredValues | null;
  readonly address: { readonly kind: 'EMAIL' | 'PHONE'; readonly value: string } | null;
}

/** By which an address is known without being stored. */
export const addressKey = (cipher: Cipher, address: string): string => cipher.fingerprint(`notification to ${address}`);
