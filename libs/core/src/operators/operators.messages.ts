import { defineMessages } from '@atrium/sdk';

export const operatorMessages = defineMessages('operator', {
  invalidCredentials: { en: 'E-mail address or password is wrong.', 'zh-CN': '邮箱或密码错误。' },
  codeRequired: {
    en: 'This account asks for the code of its authenticator app as well.',
    'zh-CN': '该账号还需要身份验证器应用中的验证码。',
  },
  codeWrong: {
    en: 'This code is wrong, too old, or was used before.',
    'zh-CN': '验证码错误、已过期或已被使用。',
  },
  tooManyAttempts: {
    en: 'Too many attempts. Try again in {seconds} s.',
    'zh-CN': '尝试次数过多，请在 {seconds} 秒后重试。',
  },
  noGrant: {
    en: 'The company has granted no support just now. Ask its administrator.',
    'zh-CN': '该公司目前未授权平台支持，请联系其管理员。',
  },
  grantEnded: { en: 'This grant has ended already.', 'zh-CN': '该授权已经结束。' },
});
