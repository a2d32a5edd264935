import type { Client } from 'pg';
import type { IdentityProviderServer } from '../identity-provider';
import type { Mailbox } from '../mailbox';
import type { TestClient } from '../test-client';
import type { TestPlatform } from '../test-platform';

/** Somebody who calls the API. */
export interface Caller {
  /** As the report names it, e.g. `CASHIER of B`. */
  readonly name: string;
  readonly client: TestClient;
}

/** What a sample may use to get at its value, e.g. a token that only a mail tells. */
export interface Tools {
  readonly platform: TestPlatform;
  readonly nobody: TestClient;
  /** Runs the installation. */
  readonly operator: Caller;
  /** Sees and may do everything in the database. */
  readonly admin: Client;
  /** What companies sign in at. */
  readonly provider: IdentityProviderServer;
  /** What the platform's mails arrive in; null where it sends none. */
  readonly mailbox: Mailbox | null;
}
