import type { Actor } from '../context/context';

/** A session of a platform operator, on the platform or inside a tenant. */
export interface OperatorSession {
  readonly actor: Actor;
  readonly expiresAt: Date;
}

/** Finds out which platform operator stands behind a credential, and notes what they look at inside a tenant. */
export abstract class OperatorPrincipals {
  /** Outside of any tenant. Null when there is no such session, it was ended, or the operator was shut out. */
  abstract findOperatorSession(tokenHash: string): Promise<OperatorSession | null>;
  /** Inside a transaction of the tenant that the credential names. Null when its grant has ended. */
  abstract findSupportSession(tokenHash: string): Promise<OperatorSession | null>;
  /**
   * Notes in the tenant's audit log that the running operation's operator is about to read `field` there. Committed
   * before anything is read: what cannot be noted is not answered.
   */
  abstract recordSupportUse(field: string): Promise<void>;
}
