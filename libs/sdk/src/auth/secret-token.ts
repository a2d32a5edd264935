import { createHash, randomBytes } from 'node:crypto';
import { decodeId, encodeId } from '../ids/typed-id';

/** What an opaque token is for; the letter stands in the token, so that one kind is never taken for another. */
export const SECRET_KINDS = {
  /** Refresh token of a session. */
  refresh: 'r',
  /** Key of an API client. */
  apiKey: 'k',
  /** Invitation of a staff member. */
  invitation: 'i',
  /** Reset of a password. */
  passwordReset: 'p',
  /** Session of a platform operator; names no tenant. */
  operator: 'o',
  /** Session of a platform operator inside the tenant that granted it. */
  support: 's',
  /** First half of a sign-in that waits for its second factor. */
  challenge: 'c',
  /** Refresh token of a customer's session. */
  customerRefresh: 'u',
  /** What a one-time code of a customer answers to. */
  customerChallenge: 'd',
  /** Code of an offered community. */
  communityOffer: 'f',
  /** Authorization code of a public client. */
  authorization: 'g',
  /** Link to a survey. */
  survey: 'v',
  /** State of a sign-in under way at an identity provider. */
  singleSignOnState: 'q',
  /** What such a sign-in came back with. */
  singleSignOnCode: 'n',
} as const;
export type SecretKind = keyof typeof SECRET_KINDS;

export interface MintedSecret {
  /** Shown to its owner once, never stored. */
  readonly token: string;
  /** What is stored: SHA-256 of the token, base64url. The secret has 256 random bits, so no salt or slow hash is needed. */
  readonly hash: string;
}

export interface ReadSecret {
  /** Tenant to look under; nothing is believed before the hash is found among that tenant's rows. */
  readonly tenantId: string;
  readonly hash: string;
}

/** Stands in the tokens of those who belong to no tenant. */
export const NO_TENANT = '00000000-0000-0000-0000-000000000000';

const FORM = /^atr_([a-z])_([0-9a-z]{26})_([A-Za-z0-9_-]{43})$/;

/** A new token `atr_<kind>_<tenant>_<secret>`: the tenant's UUID in base32, then 32 random bytes in base64url. */
export function mintSecret(kind: SecretKind, tenantId: string): MintedSecret {
  const tenant = encodeId('t', tenantId).slice(2);
  const token = `atr_${SECRET_KINDS[kind]}_${tenant}_${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashSecret(token) };
}

/** Takes a token apart; null where it is none of this kind. */
export function readSecret(kind: SecretKind, token: string): ReadSecret | null {
  const match = FORM.exec(token);
  if (!match || match[1] !== SECRET_KINDS[kind]) return null;
  const tenant = decodeId(`t_${match[2]}`, 't');
  return tenant.ok ? { tenantId: tenant.uuid, hash: hashSecret(token) } : null;
}

/** Has this text the form of a token of this kind? Says nothing about whether it is valid. */
export const looksLikeSecret = (kind: SecretKind, text: string): boolean =>
  text.startsWith(`atr_${SECRET_KINDS[kind]}_`);

const hashSecret = (token: string): string => createHash('sha256').update(token).digest('base64url');
