import { defineMessages } from '@atrium/sdk';

export const portalMessages = defineMessages('portal', {
  onePhoneOrEmail: {
    en: 'Give a phone number or an e-mail address, one of the two.',
    'zh-CN': '请填写手机号或邮箱其中之一。',
  },
  notAPhone: { en: 'This is no phone number.', 'zh-CN': '手机号格式不正确。' },
  notAnEmail: { en: 'This is no e-mail address.', 'zh-CN': '邮箱格式不正确。' },
  noSms: {
    en: 'Codes cannot be sent by SMS here. Use an e-mail address.',
    'zh-CN': '暂不支持短信验证码，请使用邮箱。',
  },
  codeInvalid: {
    en: 'The code is wrong, has expired or was used already.',
    'zh-CN': '验证码错误、已过期或已使用。',
  },
  tooMany: {
    en: 'Too many attempts. Try again in {seconds} s.',
    'zh-CN': '尝试次数过多，请在 {seconds} 秒后重试。',
  },
  refreshInvalid: {
    en: 'The refresh token is not valid any more. Sign in again.',
    'zh-CN': '刷新令牌已失效，请重新登录。',
  },
  refreshReused: {
    en: 'This refresh token was used before, so its session has been ended for safety. Sign in again.',
    'zh-CN': '该刷新令牌已被使用过，为安全起见会话已结束，请重新登录。',
  },
  lastContact: {
    en: 'This is your last contact: without one you could not sign in any more. Add another one first.',
    'zh-CN': '这是您最后一个联系方式，删除后将无法登录，请先添加其他联系方式。',
  },
});
