import { db, NO_TENANT, PasswordHasher, readSecret, systemActor, Transactions, unauthenticated } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { accountByEmail, type StaffAccount } from '../member/staff-actor';
import { StaffStatus } from '../member/staff.type';
import { staffMessages } from '../staff.messages';
import { SignInSteps } from '../second-factor/sign-in-steps';
import type { SessionTokens, SignInOutcome } from './session.type';
import { StaffSessions } from './staff-sessions';
import { SignInThrottle } from './throttle';
import { tooManyAttempts } from './too-many-attempts';

interface Credentials {
  readonly slug: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Signing in and renewing. Each step has a transaction of its own, apart from the mutation's: a failed attempt stays
 * counted, and a stolen token's session stays ended, though the call itself fails.
 */
@Injectable()
export class SignIn {
  constructor(
    private readonly transactions: Transactions,
    private readonly hasher: PasswordHasher,
    private readonly throttle: SignInThrottle,
    private readonly sessions: StaffSessions,
    private readonly steps: SignInSteps,
  ) {}

  /**
   * `UNAUTHENTICATED`, in the same words and after the same work, whether the company, the address or the password is
   * wrong; `RATE_LIMITED` while the account or the network is locked.
   */
  async signIn({ slug, email, password }: Credentials, ip: string | null): Promise<SignInOutcome> {
    const tenant = await this.transactions.findTenant({ slug });
    // Of a company that does not exist there is no row: the same statements run and find nothing.
    const tenantId = tenant?.id ?? NO_TENANT;
    const account = await this.attempt(tenantId, email, ip);
    const known = account?.passwordHash ?? null;
    const matches = await this.hasher.verify(known, password);
    if (!account || known === null || !matches) throw unauthenticated(staffMessages.invalidCredentials);
    // Only who knows the password learns of the account.
    if (account.status !== StaffStatus.ACTIVE) throw unauthenticated(staffMessages.accountDisabled);
    const renewed = this.hasher.isOutdated(known) ? await this.hasher.hash(password) : null;
    const { actor } = account;
    return this.transactions.run({ tenantId, actor, operation: 'signIn' }, async () => {
      if (!(await lockUnchanged(actor.id, known))) throw unauthenticated(staffMessages.invalidCredentials);
      if (renewed !== null) {
        await db().execute('UPDATE atrium.staff SET password_hash = $2 WHERE id = $1', [actor.id, renewed]);
      }
      return this.steps.afterPassword(tenantId, actor.id, email);
    });
  }

  /** `UNAUTHENTICATED` for a token that is unknown, expired, of an ended session, or was used before. */
  async refresh(refreshToken: string): Promise<SessionTokens> {
    const read = readSecret('refresh', refreshToken);
    if (!read) throw unauthenticated(staffMessages.refreshInvalid);
    const { tenantId, hash } = read;
    const outcome = await this.transactions.run(
      { tenantId, actor: systemActor('refreshSession'), operation: 'refreshSession' },
      () => this.sessions.refresh(tenantId, hash),
    );
    if (outcome === 'INVALID') throw unauthenticated(staffMessages.refreshInvalid);
    if (outcome === 'REUSED') throw unauthenticated(staffMessages.refreshReused);
    return outcome;
  }

  /** Counts the attempt, which is committed before the password is looked at, and finds the account. */
  private async attempt(tenantId: string, email: string, ip: string | null): Promise<StaffAccount | null> {
    const { waitSeconds, account } = await this.transactions.run(
      { tenantId, actor: systemActor('signIn'), operation: 'signIn' },
      async () => ({
        waitSeconds: await this.throttle.count('signIn', email, ip),
        account: await accountByEmail(email),
      }),
    );
    if (waitSeconds > 0) throw tooManyAttempts(waitSeconds);
    return account;
  }
}

/**
 * Is the account still what the password was compared with? Locked until the session is there: a reset or a disabling
 * that comes meanwhile either is seen here, or waits and then ends the new session with the others.
 */
async function lockUnchanged(staffId: string, passwordHash: string): Promise<boolean> {
  const rows = await db().query(
    `SELECT FROM atrium.staff WHERE id = $1 AND status = 'ACTIVE' AND password_hash = $2 FOR NO KEY UPDATE`,
    [staffId, passwordHash],
  );
  return rows.length === 1;
}
