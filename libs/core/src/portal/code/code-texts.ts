import {
  composeMail,
  currentTenant,
  defineMessages,
  type Locale,
  type MailMessage,
  renderMessage,
  type SmsMessage,
} from '@atrium/sdk';
import { CODE_MINUTES } from './code-limits.policy';

const texts = defineMessages('customerCode', {
  subject: { en: '{code} is your code for {company}', 'zh-CN': '{company}验证码：{code}' },
  signIn: {
    en: 'Enter this code to sign in at {company}:',
    'zh-CN': '您正在登录{company}，请输入以下验证码：',
  },
  newContact: {
    en: 'Enter this code so that {company} can reach you here:',
    'zh-CN': '您正在{company}添加联系方式，请输入以下验证码：',
  },
  end: {
    en: 'It is good once, for {minutes} minutes. Give it to nobody; we never ask for it. If you did not expect it, ignore this message.',
    'zh-CN': '验证码 {minutes} 分钟内有效，仅可使用一次。请勿告知他人，我们不会向您索要验证码。如非本人操作，请忽略。',
  },
  sms: {
    en: '{company}: your code is {code}, good for {minutes} minutes. Give it to nobody.',
    'zh-CN': '【{company}】验证码 {code}，{minutes} 分钟内有效，请勿告知他人。',
  },
});

export type CodePurpose = 'SIGN_IN' | 'NEW_CONTACT';

const values = (code: string) => ({ code, company: currentTenant().name, minutes: String(CODE_MINUTES) });

export function codeMail(to: string, purpose: CodePurpose, code: string, locale: Locale): MailMessage {
  const say = (message: (typeof texts)[keyof typeof texts]): string => renderMessage(message, locale, values(code));
  const opening = purpose === 'SIGN_IN' ? texts.signIn : texts.newContact;
  return composeMail({ to, locale, subject: say(texts.subject), parts: [say(opening), { code }, say(texts.end)] });
}

export const codeSms = (to: string, purpose: CodePurpose, code: string, locale: Locale): SmsMessage => ({
  to,
  template: purpose === 'SIGN_IN' ? 'sign-in-code' : 'new-contact-code',
  params: values(code),
  text: renderMessage(texts.sms, locale, values(code)),
  locale,
});
