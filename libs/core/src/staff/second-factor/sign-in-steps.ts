import { context, db, now, systemActor, Transactions, unauthenticated } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { NewTotp } from '../../totp/totp.policy';
import { accountById, type StaffAccount } from '../member/staff-actor';
import { OneTimeTokens, tokenEnd } from '../password/one-time-tokens';
import type { CompleteSignInPayload, SignInOutcome } from '../session/session.type';
import { StaffSessions } from '../session/staff-sessions';
import { SignInThrottle } from '../session/throttle';
import { tooManyAttempts } from '../session/too-many-attempts';
import { signInRules } from '../sign-in-rules/sign-in-rules';
import { staffMessages } from '../staff.messages';
import { secondFactorMessages } from './second-factor.messages';
import { SecondFactors } from './second-factors';

/**
 * What comes after a right password. Whoever has a second factor, or must have one, gets no session but a challenge:
 * a token good for some minutes that buys one together with a code.
 */
@Injectable()
export class SignInSteps {
  constructor(
    private readonly transactions: Transactions,
    private readonly throttle: SignInThrottle,
    private readonly tokens: OneTimeTokens,
    private readonly sessions: StaffSessions,
    private readonly factors: SecondFactors,
  ) {}

  /** In the transaction that found the password right, and `ip` the caller's. */
  async afterPassword(tenantId: string, staffId: string, email: string): Promise<SignInOutcome> {
    const { enabled, required } = await this.factors.stateOf(staffId);
    if (!(await signInRules()).passwordSignIn && !(enabled && (await isAdmin(staffId)))) {
      throw unauthenticated(staffMessages.singleSignOnRequired);
    }
    if (!enabled && !required) {
      await this.throttle.settle(email, context().client.ip);
      return { tokens: await this.sessions.start(tenantId, staffId, 'PASSWORD'), challenge: null };
    }
    await this.throttle.takeBack(email, context().client.ip);
    const token = await this.tokens.issue('SECOND_FACTOR', staffId);
    const challenge = { token, expiresAt: tokenEnd('SECOND_FACTOR', now()), enrolmentRequired: !enabled };
    return { tokens: null, challenge };
  }

  /**
   * The second step. `UNAUTHENTICATED` for a challenge that counts no more and for a wrong code, which is counted like
   * a wrong password: `RATE_LIMITED` while the account is locked. A code that confirms a new app brings recovery codes.
   */
  async complete(challenge: string, code: string): Promise<CompleteSignInPayload> {
    const { tenantId, hash, account } = await this.holder(challenge, 'completeSignIn', true);
    const { id } = account.actor;
    return this.transactions.run({ tenantId, actor: account.actor, operation: 'completeSignIn' }, async () => {
      // Locked until the session is there: a disabling that comes meanwhile waits, and then ends it.
      const active = await db().query(
        `SELECT FROM atrium.staff WHERE id = $1 AND status = 'ACTIVE' FOR NO KEY UPDATE`,
        [id],
      );
      if (active.length === 0 || !(await this.tokens.take('SECOND_FACTOR', hash))) {
        throw unauthenticated(secondFactorMessages.challengeInvalid);
      }
      const { enabled } = await this.factors.stateOf(id);
      const recoveryCodes = enabled ? null : await this.factors.confirm(id, code);
      const isRight = enabled ? await this.factors.use(id, code) : recoveryCodes !== null;
      // The roll-back leaves the challenge as it was: the right code can follow.
      if (!isRight) throw unauthenticated(secondFactorMessages.wrong);
      await this.throttle.settle(account.email, context().client.ip);
      return { tokens: await this.sessions.start(tenantId, id, 'PASSWORD_AND_CODE'), recoveryCodes };
    });
  }

  /** A secret for whoever must have a second factor and has none yet. */
  async enrol(challenge: string): Promise<NewTotp> {
    const { tenantId, account } = await this.holder(challenge, 'enrolTotpAtSignIn', false);
    return this.transactions.run({ tenantId, actor: account.actor, operation: 'enrolTotpAtSignIn' }, () =>
      this.factors.begin(account.actor.id, account.email),
    );
  }

  private async holder(
    challenge: string,
    operation: string,
    counted: boolean,
  ): Promise<{ tenantId: string; hash: string; account: StaffAccount }> {
    const refused = unauthenticated(secondFactorMessages.challengeInvalid);
    const read = this.tokens.read('SECOND_FACTOR', challenge);
    if (!read) throw refused;
    const { ip } = context().client;
    const found = await this.transactions.run(
      { tenantId: read.tenantId, actor: systemActor(operation), operation },
      async () => {
        const holder = context().tenant && (await this.tokens.find('SECOND_FACTOR', read.hash));
        const account = holder && (await accountById(holder.staff_id));
        const wait = account && counted ? await this.throttle.count('signIn', account.email, ip) : 0;
        return { account, wait };
      },
    );
    if (!found.account) throw refused;
    if (found.wait > 0) throw tooManyAttempts(found.wait);
    return { ...read, account: found.account };
  }
}

/** Administrators can come in with a password and a second factor on the day the identity provider fails. */
const isAdmin = async (staffId: string): Promise<boolean> =>
  (
    await db().query(
      `SELECT FROM atrium.staff_role held JOIN atrium.role r ON r.tenant_id = held.tenant_id AND r.id = held.role_id
       WHERE held.staff_id = $1 AND r.ready_key = 'ADMIN'`,
      [staffId],
    )
  ).length > 0;
