import { createHash, randomBytes } from 'node:crypto';
import {
  AtriumError,
  Cipher,
  context,
  db,
  Links,
  Mailer,
  mintSecret,
  newId,
  now,
  readSecret,
  systemActor,
  Transactions,
  unauthenticated,
  validationFailed,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { accountByEmail, accountById, type StaffAccount } from '../member/staff-actor';
import { StaffStatus } from '../member/staff.type';
import { AccountMails } from '../password/account-mails';
import { OneTimeTokens } from '../password/one-time-tokens';
import type { SessionTokens } from '../session/session.type';
import { StaffSessions } from '../session/staff-sessions';
import { SignInThrottle } from '../session/throttle';
import { tooManyAttempts } from '../session/too-many-attempts';
import { staffMessages } from '../staff.messages';
import { CALLBACK_PATH, providerRow, type ProviderRow } from './identity-providers';
import { ProviderClient, type ProviderSettings, type ProvenIdentity } from './provider-client';
import { ssoMessages } from './single-sign-on.messages';

/** Minutes somebody may take at the provider. */
export const ATTEMPT_MINUTES = 10;

interface Attempt extends Record<string, unknown> {
  browser_hash: string;
  nonce: string;
  code_verifier: string;
  return_url: string;
  expires_at: Date;
}

/** A callback whose attempt is known: what went wrong can be told where the sign-in came from. */
export interface Returning {
  readonly returnUrl: string;
  readonly outcome: { readonly code: string } | { readonly error: AtriumError };
}

const OPERATION = 'singleSignOn';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Signing in at the company's own identity provider. Each step has transactions of its own; none waits for the provider. */
@Injectable()
export class SingleSignOn {
  constructor(
    private readonly transactions: Transactions,
    private readonly cipher: Cipher,
    private readonly links: Links,
    private readonly provider: ProviderClient,
    private readonly throttle: SignInThrottle,
    private readonly tokens: OneTimeTokens,
    private readonly sessions: StaffSessions,
    private readonly mails: AccountMails,
    private readonly mailer: Mailer,
  ) {}

  /**
   * Where to send the browser, and what it must bring back in a cookie. `NOT_FOUND` for a company that is not there or
   * has no provider, `VALIDATION_FAILED` for an address to return to that is not on its list.
   */
  async start(slug: string, returnUrl: string, ip: string | null): Promise<{ url: string; browser: string }> {
    const notConfigured = new AtriumError('NOT_FOUND', ssoMessages.notConfigured);
    const tenant = await this.transactions.findTenant({ slug });
    if (!tenant) throw notConfigured;
    const run = <T>(task: () => Promise<T>): Promise<T> => this.inTenant(tenant.id, task);
    const { wait, found } = await run(async () => ({
      wait: await this.throttle.countNetwork(ip),
      found: await this.enabledProvider(),
    }));
    if (wait > 0) throw tooManyAttempts(wait);
    if (!found) throw notConfigured;
    if (!found.row.return_urls.includes(returnUrl)) {
      throw validationFailed({ path: 'return', code: 'NOT_ALLOWED', message: ssoMessages.returnNotAllowed });
    }
    const { token: state, hash } = mintSecret('singleSignOnState', tenant.id);
    const begun = await this.provider.begin(found.settings, this.links.url(CALLBACK_PATH), state);
    const browser = randomBytes(32).toString('base64url');
    await run(async () => {
      await db().execute('DELETE FROM atrium.single_sign_on_attempt WHERE expires_at < $1', [now()]);
      await db().execute(
        `INSERT INTO atrium.single_sign_on_attempt
           (id, state_hash, browser_hash, nonce, code_verifier, return_url, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          newId(),
          hash,
          hashOf(browser),
          begun.nonce,
          this.cipher.encrypt(begun.codeVerifier),
          returnUrl,
          new Date(now().getTime() + ATTEMPT_MINUTES * 60_000),
        ],
      );
    });
    return { url: begun.url, browser };
  }

  /**
   * The browser comes back from the provider. `UNAUTHENTICATED` when no sign-in of this browser is known by the state;
   * any later problem is an outcome. Each state counts once.
   */
  async finish(query: URLSearchParams, browser: string | null): Promise<Returning> {
    const state = query.get('state') ?? '';
    const read = readSecret('singleSignOnState', state);
    const taken =
      read &&
      (await this.inTenant(read.tenantId, async () => {
        if (!context().tenant) return null;
        const [attempt] = await db().query<Attempt>(
          `DELETE FROM atrium.single_sign_on_attempt WHERE state_hash = $1
           RETURNING browser_hash, nonce, code_verifier, return_url, expires_at`,
          [read.hash],
        );
        if (!attempt || attempt.expires_at <= now()) return null;
        return {
          attempt,
          codeVerifier: this.cipher.decrypt(attempt.code_verifier),
          found: await this.enabledProvider(),
        };
      }));
    if (!read || !taken || browser === null || hashOf(browser) !== taken.attempt.browser_hash) {
      throw unauthenticated(ssoMessages.attemptInvalid);
    }
    const { attempt, codeVerifier, found } = taken;
    const { return_url: returnUrl, nonce } = attempt;
    try {
      if (!found) throw new AtriumError('NOT_FOUND', ssoMessages.notConfigured);
      const callback = new URL(this.links.url(CALLBACK_PATH));
      callback.search = query.toString();
      const identity = await this.provider.finish(found.settings, callback, { state, nonce, codeVerifier });
      return { returnUrl, outcome: { code: await this.admit(read.tenantId, found.settings.issuer, identity) } };
    } catch (error) {
      if (error instanceof AtriumError) return { returnUrl, outcome: { error } };
      throw error;
    }
  }

  /** Exchanges the code the browser came back with for a session. `UNAUTHENTICATED` when it does not count any more. */
  async complete(code: string): Promise<SessionTokens> {
    const refused = unauthenticated(ssoMessages.codeInvalid);
    const read = this.tokens.read('SINGLE_SIGN_ON', code);
    if (!read) throw refused;
    const { tenantId, hash } = read;
    const account = await this.inTenant(tenantId, async () => {
      const holder = context().tenant && (await this.tokens.find('SINGLE_SIGN_ON', hash));
      return holder && accountById(holder.staff_id);
    });
    if (!account) throw refused;
    const { actor } = account;
    return this.transactions.run({ tenantId, actor, operation: 'completeSingleSignOn' }, async () => {
      const active = await db().query(
        `SELECT FROM atrium.staff WHERE id = $1 AND status = 'ACTIVE' FOR NO KEY UPDATE`,
        [actor.id],
      );
      if (active.length === 0 || !(await this.tokens.take('SINGLE_SIGN_ON', hash))) throw refused;
      return this.sessions.start(tenantId, actor.id, 'SINGLE_SIGN_ON');
    });
  }

  /** A code for whoever the identity stands for, bound at the first sign-in to the account of its verified address. */
  private async admit(tenantId: string, issuer: string, identity: ProvenIdentity): Promise<string> {
    const account = await this.inTenant(tenantId, () => accountOfIdentity(issuer, identity));
    const { actor, status } = account;
    if (status === StaffStatus.DISABLED) throw unauthenticated(staffMessages.accountDisabled);
    return this.transactions.run({ tenantId, actor, operation: OPERATION }, async () => {
      if (await bind(actor.id, issuer, identity.subject)) {
        const { email, locale } = account;
        await this.mailer.send(this.mails.identityBound({ name: actor.name, email, locale }, issuer));
      }
      if (status === StaffStatus.INVITED) {
        // The provider vouches for the address that the invitation went to: it has come.
        await db().execute(
          `UPDATE atrium.staff SET status = 'ACTIVE', version = version + 1, updated_at = now()
           WHERE id = $1 AND status = 'INVITED'`,
          [actor.id],
        );
        await this.tokens.revoke(actor.id, 'INVITATION');
      }
      return this.tokens.issue('SINGLE_SIGN_ON', actor.id);
    });
  }

  private async enabledProvider(): Promise<{ row: ProviderRow; settings: ProviderSettings } | null> {
    const row = await providerRow();
    if (!row?.enabled) return null;
    const { issuer, client_id: clientId } = row;
    return { row, settings: { issuer, clientId, clientSecret: this.cipher.decrypt(row.client_secret) } };
  }

  private inTenant<T>(tenantId: string, task: () => Promise<T>): Promise<T> {
    return this.transactions.run({ tenantId, actor: systemActor(OPERATION), operation: OPERATION }, task);
  }
}

/**
 * The account an identity stands for: that it is bound to, or that of its verified address, unless that one is another
 * identity's already: a reassigned address takes nobody's account over.
 */
async function accountOfIdentity(issuer: string, { subject, verifiedEmail }: ProvenIdentity): Promise<StaffAccount> {
  const [bound] = await db().query<{ staff_id: string }>(
    'SELECT staff_id FROM atrium.staff_identity WHERE issuer = $1 AND subject = $2',
    [issuer, subject],
  );
  if (bound) return (await accountById(bound.staff_id))!;
  if (verifiedEmail === null) throw unauthenticated(ssoMessages.emailNotVerified);
  const account = await accountByEmail(verifiedEmail);
  if (!account) throw unauthenticated(ssoMessages.noAccount);
  const others = await db().query('SELECT FROM atrium.staff_identity WHERE issuer = $1 AND staff_id = $2', [
    issuer,
    account.actor.id,
  ]);
  if (others.length > 0) throw unauthenticated(ssoMessages.boundElsewhere);
  return account;
}

/** Answers whether it was bound just now; `UNAUTHENTICATED` when somebody else came first. */
async function bind(staffId: string, issuer: string, subject: string): Promise<boolean> {
  const bound = await db().execute(
    'INSERT INTO atrium.staff_identity (id, staff_id, issuer, subject) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [newId(), staffId, issuer, subject],
  );
  if (bound === 1) return true;
  const own = await db().query(
    'SELECT FROM atrium.staff_identity WHERE staff_id = $1 AND issuer = $2 AND subject = $3',
    [staffId, issuer, subject],
  );
  if (own.length === 0) throw unauthenticated(ssoMessages.boundElsewhere);
  return false;
}
