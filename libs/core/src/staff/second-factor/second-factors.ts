import { Cipher, conflict, currentTenant, db, newId, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { acceptedStep, newTotp, type NewTotp } from '../../totp/totp.policy';
import { newRecoveryCode, readRecoveryCode, RECOVERY_CODES } from './recovery-codes.policy';
import { secondFactorMessages } from './second-factor.messages';

/** Where somebody's second factor stands. */
export interface SecondFactorState extends Record<string, unknown> {
  readonly enabled: boolean;
  /** Does the company, or one of the roles held, demand it? */
  readonly required: boolean;
  readonly codes_left: number;
}

interface TotpRow extends Record<string, unknown> {
  secret: string;
  confirmed: boolean;
  last_step: string | null;
}

/** Second factors of the current tenant's staff: authenticator apps and the codes for when one is lost. */
@Injectable()
export class SecondFactors {
  constructor(private readonly cipher: Cipher) {}

  async stateOf(staffId: string): Promise<SecondFactorState> {
    const [state] = await db().query<SecondFactorState>(
      `SELECT EXISTS (SELECT FROM atrium.staff_totp t WHERE t.staff_id = $1 AND t.confirmed_at IS NOT NULL) AS enabled,
         EXISTS (SELECT FROM atrium.sign_in_rules r WHERE r.second_factor = 'REQUIRED')
           OR EXISTS (SELECT FROM atrium.staff_role held
             JOIN atrium.role r ON r.tenant_id = held.tenant_id AND r.id = held.role_id
             WHERE held.staff_id = $1 AND r.second_factor_required) AS required,
         (SELECT count(*)::int FROM atrium.staff_recovery_code c WHERE c.staff_id = $1 AND c.used_at IS NULL) AS codes_left`,
      [staffId],
    );
    return state!;
  }

  /** A new secret, which counts once it is confirmed. `CONFLICT` when one counts already. */
  async begin(staffId: string, email: string): Promise<NewTotp> {
    const made = newTotp(currentTenant().name, email);
    const begun = await db().execute(
      `INSERT INTO atrium.staff_totp AS t (id, staff_id, secret) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT staff_totp_staff_key DO UPDATE SET secret = excluded.secret, last_step = NULL
       WHERE t.confirmed_at IS NULL`,
      [newId(), staffId, this.cipher.encrypt(made.secret)],
    );
    if (begun === 0) throw conflict(secondFactorMessages.isOn);
    return made;
  }

  /**
   * Turns it on with a code of the new secret; answers the recovery codes, or null for a wrong code. `CONFLICT` when
   * nothing was begun or it is on.
   */
  async confirm(staffId: string, code: string): Promise<string[] | null> {
    const row = await this.lock(staffId);
    if (!row) throw conflict(secondFactorMessages.notBegun);
    if (row.confirmed) throw conflict(secondFactorMessages.isOn);
    const step = acceptedStep(this.cipher.decrypt(row.secret), code, now(), null);
    if (step === null) return null;
    await db().execute('UPDATE atrium.staff_totp SET confirmed_at = $2, last_step = $3 WHERE staff_id = $1', [
      staffId,
      now(),
      step,
    ]);
    return this.renewCodes(staffId);
  }

  /** Is this a code that counts? It does so once: of the app, or one of the recovery codes. */
  async use(staffId: string, code: string): Promise<boolean> {
    const row = await this.lock(staffId);
    if (!row?.confirmed) return false;
    const recovery = readRecoveryCode(code);
    if (recovery !== null) {
      const used = await db().execute(
        'UPDATE atrium.staff_recovery_code SET used_at = $3 WHERE staff_id = $1 AND code_hash = $2 AND used_at IS NULL',
        [staffId, this.hashOf(recovery), now()],
      );
      return used === 1;
    }
    const last = row.last_step === null ? null : Number(row.last_step);
    const step = acceptedStep(this.cipher.decrypt(row.secret), code, now(), last);
    if (step === null) return false;
    await db().execute('UPDATE atrium.staff_totp SET last_step = $2 WHERE staff_id = $1', [staffId, step]);
    return true;
  }

  /** Ten new recovery codes, in place of those before. They are stored hashed. */
  async renewCodes(staffId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await db().execute('DELETE FROM atrium.staff_recovery_code WHERE staff_id = $1', [staffId]);
    await db().execute(
      `INSERT INTO atrium.staff_recovery_code (id, staff_id, code_hash)
       SELECT given.id, $1, given.hash FROM unnest($2::uuid[], $3::text[]) AS given (id, hash)`,
      [staffId, codes.map(() => newId()), codes.map((code) => this.hashOf(code))],
    );
    return codes;
  }

  /** Takes it off with all codes; answers whether there was one. */
  async remove(staffId: string): Promise<boolean> {
    await db().execute('DELETE FROM atrium.staff_recovery_code WHERE staff_id = $1', [staffId]);
    return (await db().execute('DELETE FROM atrium.staff_totp WHERE staff_id = $1', [staffId])) > 0;
  }

  /** Keyed, and of another sense than other fingerprints. */
  private hashOf(code: string): string {
    return this.cipher.fingerprint(`recovery code ${code}`);
  }

  private async lock(staffId: string): Promise<TotpRow | null> {
    const [row] = await db().query<TotpRow>(
      `SELECT secret, confirmed_at IS NOT NULL AS confirmed, last_step FROM atrium.staff_totp
       WHERE staff_id = $1 FOR UPDATE`,
      [staffId],
    );
    return row ?? null;
  }
}
