import {
  Cipher,
  context,
  currentTenant,
  db,
  defineJob,
  Events,
  invalidField,
  JobHandler,
  type JobRun,
  Jobs,
  Mailer,
  PasswordHasher,
  systemActor,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { accountByEmail, accountById } from '../member/staff-actor';
import { StaffStatus } from '../member/staff.type';
import { SignInSteps } from '../second-factor/sign-in-steps';
import type { SignInOutcome } from '../session/session.type';
import { StaffSessions } from '../session/staff-sessions';
import { SignInThrottle } from '../session/throttle';
import { tooManyAttempts } from '../session/too-many-attempts';
import { staffEvents } from '../staff.events';
import { staffMessages } from '../staff.messages';
import { AccountMails } from './account-mails';
import { OneTimeTokens, type TokenPurpose } from './one-time-tokens';
import { OwnPassword } from './own-password';
import { checkPassword } from './password.policy';

/** The address is sealed: it is what somebody typed, and need not be an account's. */
export const passwordResetJob = defineJob({
  name: 'staff.passwordReset',
  version: 1,
  schema: z.object({ sealedEmail: z.string() }),
});

/** Choosing passwords: with an invitation, after losing one, or for a change. */
@Injectable()
export class Passwords {
  constructor(
    private readonly transactions: Transactions,
    private readonly hasher: PasswordHasher,
    private readonly tokens: OneTimeTokens,
    private readonly sessions: StaffSessions,
    private readonly throttle: SignInThrottle,
    private readonly mails: AccountMails,
    private readonly mailer: Mailer,
    private readonly jobs: Jobs,
    private readonly cipher: Cipher,
    private readonly own: OwnPassword,
    private readonly steps: SignInSteps,
    private readonly events: Events,
  ) {}

  /** `VALIDATION_FAILED` when the code does not count or the password is not fit. */
  acceptInvitation(token: string, password: string): Promise<SignInOutcome> {
    return this.redeem('INVITATION', 'acceptInvitation', token, password, async (id, email) => {
      await db().execute(
        `UPDATE atrium.staff SET status = 'ACTIVE', version = version + 1, updated_at = now() WHERE id = $1`,
        [id],
      );
      await this.events.emit(staffEvents.joined, { staffId: id }, { aggregateId: id });
      return this.steps.afterPassword(currentTenant().id, id, email);
    });
  }

  /** Ends every session. `VALIDATION_FAILED` when the code does not count or the password is not fit. */
  reset(token: string, password: string): Promise<void> {
    return this.redeem('PASSWORD_RESET', 'resetPassword', token, password, async (id, email) => {
      await this.sessions.revokeAll(id, 'PASSWORD_CHANGED');
      await this.throttle.clear(email);
    });
  }

  /**
   * Does the same whether or not there is such an account: the worker looks for it. `RATE_LIMITED` when asked too
   * often, for an account that exists and for one that does not.
   */
  async requestReset(slug: string, email: string, ip: string | null): Promise<void> {
    const tenant = await this.transactions.findTenant({ slug });
    if (!tenant) return;
    const operation = 'requestPasswordReset';
    const waitSeconds = await this.transactions.run(
      { tenantId: tenant.id, actor: systemActor(operation), operation },
      async () => {
        const wait = await this.throttle.count('reset', email, ip);
        if (wait === 0) await this.jobs.enqueue(passwordResetJob, { sealedEmail: this.cipher.encrypt(email) });
        return wait;
      },
    );
    if (waitSeconds > 0) throw tooManyAttempts(waitSeconds);
  }

  @JobHandler(passwordResetJob)
  async sendReset({ sealedEmail }: { sealedEmail: string }, _run: JobRun): Promise<void> {
    const account = await accountByEmail(this.cipher.decrypt(sealedEmail));
    if (account?.status !== StaffStatus.ACTIVE) return;
    const { actor, email, locale } = account;
    const token = await this.tokens.issue('PASSWORD_RESET', actor.id);
    await this.mailer.send(this.mails.passwordReset({ name: actor.name, email, locale }, token));
  }

  /** Ends all other sessions. Wrong passwords count like failed sign-ins: a borrowed screen is no way to guess. */
  async changeOwn(currentPassword: string, newPassword: string): Promise<void> {
    const { staffId, sessionId } = await this.own.prove(
      currentPassword,
      'input.currentPassword',
      'changeOwnPassword',
      ({ email }) => checkPassword(newPassword, email, 'input.newPassword'),
    );
    const hash = await this.hasher.hash(newPassword);
    await storePassword(staffId, hash);
    await this.tokens.revoke(staffId);
    await this.sessions.revokeAll(staffId, 'PASSWORD_CHANGED', sessionId);
  }

  /**
   * Sets the password of a token's holder and uses the token up, with `also` in the same transaction. Hashing comes
   * between two transactions, so that none waits for it; the second one decides.
   */
  private async redeem<T>(
    purpose: TokenPurpose,
    operation: string,
    token: string,
    password: string,
    also: (staffId: string, email: string) => Promise<T>,
  ): Promise<T> {
    const refused = invalidField('input.token', 'INVALID_TOKEN', staffMessages.tokenInvalid);
    const read = this.tokens.read(purpose, token);
    if (!read) throw refused;
    const { tenantId, hash } = read;
    const holder = await this.transactions.run(
      { tenantId, actor: systemActor(operation), operation, readOnly: true },
      async () => {
        const found = context().tenant && (await this.tokens.find(purpose, hash));
        return found && accountById(found.staff_id);
      },
    );
    if (!holder) throw refused;
    const { actor, email } = holder;
    checkPassword(password, email, 'input.password');
    const passwordHash = await this.hasher.hash(password);
    return this.transactions.run({ tenantId, actor, operation }, async () => {
      if (!(await this.tokens.take(purpose, hash))) throw refused;
      await storePassword(actor.id, passwordHash);
      await this.tokens.revoke(actor.id);
      return also(actor.id, email);
    });
  }
}

async function storePassword(staffId: string, hash: string): Promise<void> {
  await db().execute('UPDATE atrium.staff SET password_hash = $2 WHERE id = $1', [staffId, hash]);
}
