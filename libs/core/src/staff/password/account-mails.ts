import {
  composeMail,
  currentTenant,
  defineMessages,
  Links,
  type Locale,
  type MailMessage,
  renderMessage,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { TOKEN_HOURS } from './one-time-tokens';

const texts = defineMessages('accountMail', {
  greeting: { en: 'Hello {name},', 'zh-CN': '{name}，您好：' },
  codeHint: {
    en: 'If your program asks for a code, copy this one:',
    'zh-CN': '如需填写验证码，请复制以下内容：',
  },
  invitationSubject: { en: 'You are invited to join {company}', 'zh-CN': '{company}邀请您加入' },
  invitationText: {
    en: '{company} invites you to work with its property-service platform. Choose a password to begin; afterwards sign in with the company’s short name "{slug}" and this e-mail address.',
    'zh-CN': '{company}邀请您使用其物业服务平台。请设置密码开始使用；之后可凭公司标识“{slug}”和本邮箱登录。',
  },
  invitationAction: { en: 'Choose a password', 'zh-CN': '设置密码' },
  invitationEnd: {
    en: 'The invitation is good for {days} days. If you expected none, ignore this mail.',
    'zh-CN': '邀请有效期为 {days} 天。如非您本人预期，请忽略本邮件。',
  },
  boundSubject: { en: 'A new way to sign in to {company}', 'zh-CN': '您在{company}的账号已绑定统一身份认证' },
  boundText: {
    en: 'Your account at {company} was bound to your identity at {issuer} just now, and can be signed in to from there. If it was not you, tell an administrator of your company at once.',
    'zh-CN': '您在{company}的账号刚刚与 {issuer} 的身份绑定，可由此登录。如非您本人操作，请立即联系贵公司管理员。',
  },
  resetSubject: { en: 'Choose a new password for {company}', 'zh-CN': '重置您在{company}的登录密码' },
  resetText: {
    en: 'Somebody, probably you, asked for a new password for your account at {company}.',
    'zh-CN': '有人（可能是您本人）申请重置您在{company}的账号密码。',
  },
  resetAction: { en: 'Choose a new password', 'zh-CN': '重置密码' },
  resetEnd: {
    en: 'The link is good once, for {hours} hour. Choosing a new password signs you out everywhere. If it was not you, ignore this mail: nothing changes.',
    'zh-CN':
      '链接仅可使用一次，{hours} 小时内有效。重置密码后所有设备将退出登录。如非您本人操作，请忽略本邮件，账号不会有任何变化。',
  },
});

/** Pages of the platform on which a code from a mail is redeemed; the code stands behind the `#`, which no server sees. */
export const INVITATION_PAGE = '/account/invitation';
export const PASSWORD_PAGE = '/account/password';

interface Recipient {
  readonly name: string;
  readonly email: string;
  readonly locale: Locale | null;
}

/** What staff get by mail about their accounts, in their language. */
@Injectable()
export class AccountMails {
  constructor(private readonly links: Links) {}

  invitation(to: Recipient, token: string): MailMessage {
    const { invitationSubject, invitationText, invitationAction, invitationEnd } = texts;
    const days = TOKEN_HOURS.INVITATION / 24;
    return this.compose(to, `${INVITATION_PAGE}#${token}`, token, { days }, [
      invitationSubject,
      invitationText,
      invitationAction,
      invitationEnd,
    ]);
  }

  passwordReset(to: Recipient, token: string): MailMessage {
    const { resetSubject, resetText, resetAction, resetEnd } = texts;
    const hours = TOKEN_HOURS.PASSWORD_RESET;
    return this.compose(to, `${PASSWORD_PAGE}#${token}`, token, { hours }, [
      resetSubject,
      resetText,
      resetAction,
      resetEnd,
    ]);
  }

  /** So that nobody's account is taken over in silence. */
  identityBound({ name, email, locale: chosen }: Recipient, issuer: string): MailMessage {
    const { name: company, locale: companys } = currentTenant();
    const locale = chosen ?? companys;
    const say = (message: Text): string => renderMessage(message, locale, { name, company, issuer });
    const parts = [say(texts.greeting), say(texts.boundText)];
    return composeMail({ to: email, locale, subject: say(texts.boundSubject), parts });
  }

  private compose(
    { name, email, locale: chosen }: Recipient,
    path: string,
    token: string,
    values: Record<string, number>,
    [subject, text, action, end]: readonly [Text, Text, Text, Text],
  ): MailMessage {
    const { name: company, slug, locale: companys } = currentTenant();
    const locale = chosen ?? companys;
    const say = (message: Text): string => renderMessage(message, locale, { name, company, slug, ...values });
    return composeMail({
      to: email,
      locale,
      subject: say(subject),
      parts: [
        say(texts.greeting),
        say(text),
        { link: this.links.url(path), label: say(action) },
        say(texts.codeHint),
        { code: token },
        say(end),
      ],
    });
  }
}

type Text = (typeof texts)[keyof typeof texts];
