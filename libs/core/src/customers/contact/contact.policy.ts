import { maskEmail, maskPhone, phoneDigits } from '@atrium/sdk';

export enum ContactKind {
  PHONE = 'PHONE',
  EMAIL = 'EMAIL',
}

export interface NormalContact {
  /** As it is stored and compared: digits of a phone, an e-mail address in lower case. */
  readonly value: string;
  /** Digits to dial after the call is taken; phones only. */
  readonly extension: string | null;
  /** As it is shown to those who may not see it whole. */
  readonly masked: string;
}

const EXTENSION = /(?:转|轉|分机|ext\.?|x|#|,|;)\s*:?\s*([0-9]{1,8})\s*$/iu;
/** From short service numbers (95555) to the fifteen digits of E.164. */
const PHONE = /^[0-9]{5,15}$/;
const EMAIL = /^[^\s@"(),:;<>[\\\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}$/u;
const MAX_EMAIL = 254;

/** The contact as it is stored, or null when the text is none. */
export function normalContact(kind: ContactKind, text: string): NormalContact | null {
  return kind === ContactKind.PHONE ? normalPhone(text) : normalEmail(text);
}

/**
 * A phone as people write it: with spaces, dashes, country code and extension (010-8888 6666 转 801).
 * @example normalPhone('+86 138-0013-8000') // { value: '13800138000', extension: null, masked: '138****8000' }
 */
export function normalPhone(text: string): NormalContact | null {
  const plain = text.normalize('NFKC').trim();
  const value = phoneDigits(plain);
  if (!PHONE.test(value) || /[^0-9+()\-./\s]/.test(plain.replace(EXTENSION, ''))) return null;
  return { value, extension: EXTENSION.exec(plain)?.[1] ?? null, masked: maskPhone(value) };
}

/** An e-mail address; case is dropped, as every mail service that matters does. */
export function normalEmail(text: string): NormalContact | null {
  const value = text.normalize('NFKC').trim().toLowerCase();
  if (value.length > MAX_EMAIL || !EMAIL.test(value)) return null;
  return { value, extension: null, masked: maskEmail(value) };
}
