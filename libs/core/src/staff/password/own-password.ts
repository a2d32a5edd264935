import {
  AtriumError,
  context,
  currentTenant,
  invalidField,
  PasswordHasher,
  systemActor,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { accountById, type StaffAccount } from '../member/staff-actor';
import { ownSession } from '../session/staff-sessions';
import { SignInThrottle } from '../session/throttle';
import { tooManyAttempts } from '../session/too-many-attempts';
import { staffMessages } from '../staff.messages';

/** Who calls, having shown the password once more: a borrowed screen is no way to take an account over. */
export interface ProvenOwner {
  readonly staffId: string;
  readonly sessionId: string;
  readonly account: StaffAccount;
}

/** Asks signed-in staff for their password again. Wrong ones count like failed sign-ins. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly transactions: Transactions,
    private readonly hasher: PasswordHasher,
    private readonly throttle: SignInThrottle,
  ) {}

  /**
   * `VALIDATION_FAILED` at `path` for a wrong password, `RATE_LIMITED` while the account is locked, `FORBIDDEN` for
   * callers who are not staff. `also` runs before anything is counted.
   */
  async prove(
    password: string,
    path: string,
    operation: string,
    also?: (own: StaffAccount) => void,
  ): Promise<ProvenOwner> {
    const { actor, client } = context();
    const own = ownSession(actor);
    if (!own) throw new AtriumError('FORBIDDEN', staffMessages.staffOnly);
    const { wait, account } = await this.transactions.run(
      { tenantId: currentTenant().id, actor: systemActor(operation), operation },
      async () => {
        const found = (await accountById(own.staffId))!;
        also?.(found);
        return { wait: await this.throttle.count('signIn', found.email, client.ip), account: found };
      },
    );
    if (wait > 0) throw tooManyAttempts(wait);
    if (!(await this.hasher.verify(account.passwordHash, password))) {
      throw invalidField(path, 'WRONG_PASSWORD', staffMessages.wrongPassword);
    }
    await this.throttle.settle(account.email, client.ip);
    return { ...own, account };
  }
}
