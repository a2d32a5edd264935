import { Secret, TOTP } from 'otpauth';

/** Seconds a code is shown (RFC 6238 recommends 30). */
export const PERIOD_SECONDS = 30;
/** Codes before and after the present one that are taken, for clocks that are not quite right (RFC 6238, 5.2). */
export const SKEW_STEPS = 1;
const DIGITS = 6;
/** RFC 4226 recommends 160 bits. */
const SECRET_BYTES = 20;

/** What an authenticator app is set up with, as SHA-1 and six digits: the one form all of them know. */
export interface NewTotp {
  /** Base 32, for typing in. */
  readonly secret: string;
  /** `otpauth://totp/…`, for a QR code. */
  readonly uri: string;
}

const totpOf = (secret: string, issuer = '', label = ''): TOTP =>
  new TOTP({
    issuer,
    label,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });

/** A new secret; `issuer` and `label` are what the app shows. */
export function newTotp(issuer: string, label: string): NewTotp {
  const secret = new Secret({ size: SECRET_BYTES }).base32;
  return { secret, uri: totpOf(secret, issuer, label).toString() };
}

/** The time step an instant lies in (RFC 6238, 4.2). */
export const stepAt = (at: Date): number => Math.floor(at.getTime() / 1000 / PERIOD_SECONDS);

/** The code of an instant. */
export const codeAt = (secret: string, at: Date): string => totpOf(secret).generate({ timestamp: at.getTime() });

/**
 * The time step a code belongs to; null when it is wrong, too old, or not newer than `lastStep`, the step of the last
 * code that was taken: a code that was looked at over somebody's shoulder is worth nothing once it was used.
 */
export function acceptedStep(secret: string, code: string, at: Date, lastStep: number | null): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totpOf(secret).validate({ token, timestamp: at.getTime(), window: SKEW_STEPS });
  if (delta === null) return null;
  const step = stepAt(at) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}
