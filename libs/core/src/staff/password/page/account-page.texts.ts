import { defineMessages, type Locale, renderMessage } from '@atrium/sdk';

const texts = defineMessages('accountPage', {
  invitationTitle: { en: 'Join your company', 'zh-CN': '加入公司' },
  invitationDone: {
    en: 'Welcome. You can now sign in with your e-mail address and this password.',
    'zh-CN': '欢迎加入！现在可以使用邮箱和该密码登录。',
  },
  resetTitle: { en: 'Choose a new password', 'zh-CN': '重置密码' },
  resetDone: {
    en: 'Your password is changed, and you are signed out everywhere. Sign in with the new one.',
    'zh-CN': '密码已修改，所有设备均已退出登录，请使用新密码登录。',
  },
  code: { en: 'Code from the mail', 'zh-CN': '邮件中的验证码' },
  password: { en: 'New password', 'zh-CN': '新密码' },
  repeat: { en: 'New password again', 'zh-CN': '再次输入新密码' },
  rule: {
    en: '10 to 128 characters, at least five different ones, without the name in your address.',
    'zh-CN': '10 至 128 个字符，至少 5 种不同字符，且不含邮箱用户名。',
  },
  submit: { en: 'Save', 'zh-CN': '保存' },
  different: { en: 'The two passwords differ.', 'zh-CN': '两次输入的密码不一致。' },
  offline: {
    en: 'The server did not answer. Try again in a moment.',
    'zh-CN': '服务器没有响应，请稍后重试。',
  },
});

export type AccountPageKind = 'invitation' | 'reset';
export type AccountPageTexts = Readonly<
  Record<'title' | 'done' | 'code' | 'password' | 'repeat' | 'rule' | 'submit' | 'different' | 'offline', string>
>;

export function accountPageTexts(kind: AccountPageKind, locale: Locale): AccountPageTexts {
  const say = (name: keyof typeof texts): string => renderMessage(texts[name], locale);
  const [title, done] =
    kind === 'invitation' ? (['invitationTitle', 'invitationDone'] as const) : (['resetTitle', 'resetDone'] as const);
  return {
    title: say(title),
    done: say(done),
    code: say('code'),
    password: say('password'),
    repeat: say('repeat'),
    rule: say('rule'),
    submit: say('submit'),
    different: say('different'),
    offline: say('offline'),
  };
}
