import { defineMessages } from '@atrium/sdk';

export const signInTexts = defineMessages('signInPage', {
  title: { en: 'Sign in to {app}', 'zh-CN': '登录{app}' },
  company: { en: 'with your account at {company}', 'zh-CN': '使用您在{company}的账号' },
  email: { en: 'E-mail address', 'zh-CN': '邮箱' },
  password: { en: 'Password', 'zh-CN': '密码' },
  contact: { en: 'Phone number or e-mail address', 'zh-CN': '手机号或邮箱' },
  sendCode: { en: 'Send me a code', 'zh-CN': '获取验证码' },
  codeSent: {
    en: 'If {contact} is known to us, a code of six digits is on its way.',
    'zh-CN': '如果 {contact} 已登记，六位验证码正在发送。',
  },
  code: { en: 'Code', 'zh-CN': '验证码' },
  appCode: { en: 'Code of your authenticator app', 'zh-CN': '身份验证器中的验证码' },
  enrol: {
    en: 'Your company demands a second factor. Set one up in its own front-end first.',
    'zh-CN': '贵公司要求启用两步验证，请先在公司系统中完成设置。',
  },
  choose: { en: 'Several people share this contact. Who are you?', 'zh-CN': '该联系方式由多人共用，请选择您的身份：' },
  again: { en: 'Start again', 'zh-CN': '重新开始' },
  submit: { en: 'Sign in', 'zh-CN': '登录' },
  problemTitle: { en: 'This sign-in cannot go on', 'zh-CN': '无法继续登录' },
  UNKNOWN_COMPANY: { en: 'There is no such company.', 'zh-CN': '未找到该公司。' },
  UNKNOWN_CLIENT: {
    en: 'The app that sent you here is not registered, or not any more.',
    'zh-CN': '引导您到此的应用未登记或已被撤销。',
  },
  UNKNOWN_REDIRECT: {
    en: 'The app wants you sent to an address that it is not registered with.',
    'zh-CN': '应用请求的回调地址未登记。',
  },
});
