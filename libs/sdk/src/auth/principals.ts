import type { Actor } from '../context/context';
import type { Locale } from '../errors/messages';

/** A session of a staff member as the database has it now. Whoever asks decides whether it still counts. */
export interface StaffSession {
  readonly actor: Actor;
  /** Language the person chose; null for the tenant's. */
  readonly locale: Locale | null;
  readonly revoked: boolean;
  /** False while the account is invited or disabled. */
  readonly active: boolean;
}

/** A session of a customer as the database has it now. */
export interface CustomerSession {
  /** The customer, or the one it was merged into, with all that are the same person. */
  readonly actor: Actor;
  /** UUID of the customer who signed in, as the session's tokens name it. */
  readonly subject: string;
  /** Language the customer prefers; null for the tenant's. */
  readonly locale: Locale | null;
  readonly revoked: boolean;
}

/** An API client as the database has it now, found by one of its keys. */
export interface ApiClientKey {
  readonly actor: Actor;
  /** The earlier of the client's and the key's expiry; null for none. */
  readonly expiresAt: Date | null;
  readonly revoked: boolean;
  /** Addresses it may call from, as CIDR blocks; empty for any. */
  readonly allowedNetworks: readonly string[];
  /** It may run operations that are registered for it, and no other. */
  readonly registeredOnly: boolean;
}

/**
 * Finds out who stands behind a credential. Each method runs inside a transaction of the tenant that the credential
 * names; what is not that tenant's is not found.
 */
export abstract class Principals {
  /** Null when the tenant has no such session. */
  abstract findStaffSession(sessionId: string): Promise<StaffSession | null>;
  /** `keyHash` as made by `readSecret`. Null when the tenant has no such key. */
  abstract findApiClient(keyHash: string): Promise<ApiClientKey | null>;
  /** Notes when and from where a client last called. */
  abstract recordApiClientUse(clientId: string, at: Date, ip: string | null): Promise<void>;
}

/** Like {@link Principals}, for customers. Provided by the context that signs them in. */
export abstract class CustomerPrincipals {
  /** Null when the tenant has no such session. */
  abstract findCustomerSession(sessionId: string): Promise<CustomerSession | null>;
}
