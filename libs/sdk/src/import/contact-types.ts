import { isEmail } from 'class-validator';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { defineMessages } from '../errors/messages';
import type { ImportFieldType } from './field-types';

const messages = defineMessages('importField', {
  notPhone: {
    en: 'Must be one telephone number, such as {example} or +44 20 7946 0958.',
    'zh-CN': '必须为一个电话号码，例如 {example} 或 +44 20 7946 0958。',
  },
  notEmail: {
    en: 'Must be one e-mail address, such as name@example.com.',
    'zh-CN': '必须为一个电子邮箱地址，例如 name@example.com。',
  },
});

/** A mainland mobile number: also of prefixes younger than the library's tables. */
const CHINESE_MOBILE = /^(?:(?:\+|00)?86)?(1[3-9]\d{9})$/;
/** A mainland landline written without its area code: which city it belongs to is not certain. */
const CHINESE_LOCAL = /^[2-8]\d{6,7}$/;
const SEPARATORS = /[\s().·-]/g;
const EXTENSION = /\s*(?:转|轉|分机(?:号)?|內線|内线)[:：]?\s*(?=\d)/u;
/** `0755-88886666-801`: area code, number, extension. */
const DASHED_EXTENSION = /^(0\d{2,3}-\d{7,8})-(\d{1,6})$/;
/** RFC 5321: 64 of the local part, @, and what is left of a path of 256. */
const MAX_EMAIL = 254;

/** Field types for how people are reached. */
export const contactType = {
  /**
   * One telephone number, answered as E.164 (`+8613800138000`), with ` ext. 801` behind it where there is an extension.
   * A mainland landline without area code is answered by its digits alone.
   * @param country ISO 3166-1 code of numbers without `+`; `CN` unless given
   * @throws RangeError when the country is unknown
   */
  phone: ({ country = 'CN' }: { country?: string } = {}): ImportFieldType<string> => {
    if (!isSupportedCountry(country)) throw new RangeError(`${country} is no country with telephone numbers`);
    const example = country === 'CN' ? '138 0013 8000, 010-8888 6666' : '+1 212 555 0100';
    return {
      name: 'OTHER',
      parse: (text) => {
        const plain = text.normalize('NFKC').trim();
        const digits = plain.replace(SEPARATORS, '');
        if (country === 'CN') {
          const mobile = CHINESE_MOBILE.exec(digits)?.[1];
          if (mobile !== undefined) return { ok: true, value: `+86${mobile}` };
          if (CHINESE_LOCAL.test(digits)) return { ok: true, value: digits };
        }
        const written = plain.replace(EXTENSION, ' ext. ').replace(DASHED_EXTENSION, '$1 ext. $2');
        const phone = parsePhoneNumberFromString(written, { defaultCountry: country, extract: false });
        if (!phone?.isValid())
          return { ok: false, code: 'NOT_A_PHONE', message: messages.notPhone, params: { example } };
        return { ok: true, value: phone.ext ? `${phone.number} ext. ${phone.ext}` : phone.number };
      },
    };
  },
  /** One e-mail address; full-width characters are narrowed and the domain is in lower case. */
  email: (): ImportFieldType<string> => ({
    name: 'OTHER',
    parse: (text) => {
      const plain = text.normalize('NFKC').trim();
      if (plain.length > MAX_EMAIL || !isEmail(plain)) {
        return { ok: false, code: 'NOT_AN_EMAIL', message: messages.notEmail };
      }
      const at = plain.lastIndexOf('@');
      return { ok: true, value: plain.slice(0, at) + plain.slice(at).toLowerCase() };
    },
  }),
} as const;
