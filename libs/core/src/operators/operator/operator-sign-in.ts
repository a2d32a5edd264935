import {
  Cipher,
  db,
  mintSecret,
  newId,
  NO_TENANT,
  now,
  PasswordHasher,
  SignInPolicy,
  systemActor,
  Transactions,
  context,
  unauthenticated,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { acceptedStep } from '../../totp/totp.policy';
import { operatorMessages } from '../operators.messages';
import { countOperatorAttempt, settleOperatorAttempt, tooManyOperatorAttempts } from './operator-attempts';
import type { OperatorSignInInput } from './operator.inputs';

/** A working day; then an operator signs in again. Nothing renews it. */
const SESSION_HOURS = 8;

interface OperatorRow extends Record<string, unknown> {
  id: string;
  name: string;
  email: string;
  password_hash: string;
  disabled: boolean;
  totp_secret: string | null;
  totp_step: string | null;
}

export interface StartedOperatorSession {
  readonly token: string;
  readonly expiresAt: Date;
  readonly name: string;
}

/** Signing in of those who run the installation. As for staff, a failed attempt stays counted though the call fails. */
@Injectable()
export class OperatorSignIn {
  constructor(
    private readonly transactions: Transactions,
    private readonly hasher: PasswordHasher,
    private readonly policy: SignInPolicy,
    private readonly cipher: Cipher,
  ) {}

  /**
   * `UNAUTHENTICATED`, in the same words whether address or password is wrong; with `operator.codeRequired` when only
   * the code is missing; `RATE_LIMITED` while the account or the network is locked.
   */
  async signIn({ email, password, code }: OperatorSignInInput): Promise<StartedOperatorSession> {
    const own = { tenantId: null, actor: systemActor('operatorSignIn'), operation: 'operatorSignIn' };
    const { wait, operator } = await this.transactions.run(own, async () => ({
      wait: await countOperatorAttempt(email, this.policy),
      operator: (await db().query<OperatorRow>('SELECT * FROM app.find_operator($1)', [email]))[0],
    }));
    if (wait > 0) throw tooManyOperatorAttempts(wait);
    const matches = await this.hasher.verify(operator?.password_hash ?? null, password);
    if (!operator || !matches || operator.disabled) throw unauthenticated(operatorMessages.invalidCredentials);
    const step = this.secondFactor(operator, code ?? null);
    return this.transactions.run(own, async () => {
      const { token, hash } = mintSecret('operator', NO_TENANT);
      const { ip, name: client } = context().client;
      const expiresAt = new Date(now().getTime() + SESSION_HOURS * 3_600_000);
      const values = [newId(), operator.id, operator.password_hash, hash, ip, client, expiresAt, step];
      const [row] = await db().query<{ started: boolean }>(
        'SELECT app.start_operator_session($1, $2, $3, $4, $5, $6, $7, $8) AS started',
        values,
      );
      // Another sign-in has used the same code, or the account was changed in this moment.
      if (!row?.started) throw unauthenticated(operatorMessages.invalidCredentials);
      await settleOperatorAttempt(email);
      return { token, expiresAt, name: operator.name };
    });
  }

  async signOut(): Promise<void> {
    await db().query('SELECT app.end_operator_session()');
  }

  private secondFactor({ totp_secret, totp_step }: OperatorRow, code: string | null): number | null {
    if (totp_secret === null) return null;
    if (code === null) throw unauthenticated(operatorMessages.codeRequired);
    const last = totp_step === null ? null : Number(totp_step);
    const step = acceptedStep(this.cipher.decryptForPlatform(totp_secret), code, now(), last);
    if (step === null) throw unauthenticated(operatorMessages.codeWrong);
    return step;
  }
}
