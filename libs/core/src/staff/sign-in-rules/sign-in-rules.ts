import { conflict, db, newId, staleVersion } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { staffMessages } from '../staff.messages';
import { SecondFactorDemand, type SignInRules, type UpdateSignInRulesInput } from './sign-in-rules.type';

interface RulesRow extends Record<string, unknown> {
  second_factor: SecondFactorDemand;
  password_sign_in: boolean;
  version: number;
}

const DEFAULTS: SignInRules = { secondFactor: SecondFactorDemand.OPTIONAL, passwordSignIn: true, version: 0 };

/** What the current tenant demands of signing in. */
export async function signInRules(lock = false): Promise<SignInRules> {
  const [row] = await db().query<RulesRow>(
    `SELECT second_factor, password_sign_in, version FROM atrium.sign_in_rules ${lock ? 'FOR UPDATE' : ''}`,
  );
  if (!row) return DEFAULTS;
  return { secondFactor: row.second_factor, passwordSignIn: row.password_sign_in, version: row.version };
}

@Injectable()
export class ChangeSignInRules {
  /** `CONFLICT` for a stale version, and when no way to sign in would be left. */
  async run({ version, secondFactor, passwordSignIn }: UpdateSignInRulesInput): Promise<SignInRules> {
    const before = await signInRules(true);
    if (before.version !== version) throw staleVersion(version, before.version);
    const wanted = {
      secondFactor: secondFactor ?? before.secondFactor,
      passwordSignIn: passwordSignIn ?? before.passwordSignIn,
    };
    if (!wanted.passwordSignIn && !(await hasProvider())) throw conflict(staffMessages.noProvider);
    // Two first changes at once: the second waits for the first and finds its version stale.
    const changed = await db().execute(
      `INSERT INTO atrium.sign_in_rules AS r (id, second_factor, password_sign_in) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT sign_in_rules_once DO UPDATE SET second_factor = excluded.second_factor,
         password_sign_in = excluded.password_sign_in, version = r.version + 1, updated_at = now()
       WHERE r.version = $4`,
      [newId(), wanted.secondFactor, wanted.passwordSignIn, version],
    );
    if (changed === 0) throw staleVersion(version, (await signInRules()).version);
    return { ...wanted, version: version + 1 };
  }
}

const hasProvider = async (): Promise<boolean> =>
  (await db().query('SELECT FROM atrium.identity_provider WHERE enabled FOR KEY SHARE')).length > 0;
