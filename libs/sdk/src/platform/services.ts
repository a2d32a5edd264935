import type { Locale } from '../errors/messages';

/** Encryption at rest (AES-256-GCM, bound to the tenant): identity numbers, secrets. */
export abstract class Cipher {
  abstract encrypt(plain: string): string;
  /** Throws when the text was changed or belongs to another tenant. */
  abstract decrypt(sealed: string): string;
  /** Like {@link Cipher.encrypt} for what belongs to the platform itself, such as an operator's secret. */
  abstract encryptForPlatform(plain: string): string;
  abstract decryptForPlatform(sealed: string): string;
  /** Keyed hash for equality look-ups of encrypted values within the tenant. */
  abstract fingerprint(plain: string): string;
}

export abstract class PasswordHasher {
  /** argon2id. */
  abstract hash(password: string): Promise<string>;
  /** With `hash` null, spends the same time and answers false: an unknown account shows no difference. */
  abstract verify(hash: string | null, password: string): Promise<boolean>;
  /** Was this hash made at another cost than new ones? Then it is renewed when its password is next at hand. */
  abstract isOutdated(hash: string): boolean;
}

export interface MailMessage {
  to: string;
  subject: string;
  text: string;
  html?: string;
  locale: Locale;
}

export abstract class Mailer {
  /** Queues an e-mail in the current transaction: no commit, no mail. */
  abstract send(message: MailMessage): Promise<void>;
}

/** Public addresses of this installation, for links in mails. */
export abstract class Links {
  abstract url(path: string): string;
}
