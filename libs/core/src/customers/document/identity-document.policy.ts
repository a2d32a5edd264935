import { isValidChineseId, isValidCreditCode, maskIdNumber } from '@atrium/sdk';

export enum IdentityDocumentKind {
  RESIDENT_ID = 'RESIDENT_ID',
  PASSPORT = 'PASSPORT',
  HK_MACAO_PERMIT = 'HK_MACAO_PERMIT',
  TAIWAN_PERMIT = 'TAIWAN_PERMIT',
  BUSINESS_LICENCE = 'BUSINESS_LICENCE',
  OTHER = 'OTHER',
}

/** Forms of the numbers; permits changed theirs over the years, and all of them are in circulation. */
const FORMS: Readonly<Record<IdentityDocumentKind, (number: string) => boolean>> = {
  RESIDENT_ID: isValidChineseId,
  PASSPORT: (number) => /^[A-Z0-9]{5,20}$/.test(number),
  HK_MACAO_PERMIT: (number) => /^[HMC][0-9]{8}([0-9]{2})?$/.test(number),
  TAIWAN_PERMIT: (number) => /^(T?[0-9]{8}([0-9]{2})?|[A-Z][0-9]{9})$/.test(number),
  // A unified credit code, or the registration number of before 2015.
  BUSINESS_LICENCE: (number) => isValidCreditCode(number) || /^[0-9]{13}([0-9]{2})?$/.test(number),
  OTHER: (number) => /^[\p{L}\p{N}][\p{L}\p{N}\-/()]{2,39}$/u.test(number),
};

/** An example of each, shown with the refusal of a wrong one. */
export const NUMBER_EXAMPLES: Readonly<Record<IdentityDocumentKind, string>> = {
  RESIDENT_ID: '11010519491231002X',
  PASSPORT: 'E12345678',
  HK_MACAO_PERMIT: 'H12345678',
  TAIWAN_PERMIT: '12345678',
  BUSINESS_LICENCE: '91350100M000100Y43',
  OTHER: 'ABC-123',
};

/**
 * The number as it is sealed and compared: full-width folded, capitals, without spaces (and dashes, where they are only
 * there to be read). Null when no document of the kind has such a number.
 */
export function normalDocumentNumber(kind: IdentityDocumentKind, text: string): string | null {
  const upper = text.normalize('NFKC').toUpperCase().replace(/\s/g, '');
  const number = kind === IdentityDocumentKind.OTHER ? upper : upper.replace(/[-–—]/g, '');
  return FORMS[kind](number) ? number : null;
}

export const maskedNumber = maskIdNumber;
