import { defineMessages } from '@atrium/sdk';

export const secondFactorMessages = defineMessages('secondFactor', {
  wrong: {
    en: 'This code is wrong, too old, or was used before.',
    'zh-CN': '验证码错误、已过期或已被使用。',
  },
  challengeInvalid: {
    en: 'This sign-in was waiting too long, or was finished. Begin again.',
    'zh-CN': '此次登录已超时或已完成，请重新登录。',
  },
  isOn: { en: 'The second factor is on already.', 'zh-CN': '两步验证已启用。' },
  isOff: { en: 'The second factor is not on.', 'zh-CN': '两步验证尚未启用。' },
  notBegun: { en: 'Begin with enrolTotp.', 'zh-CN': '请先调用 enrolTotp 开始设置。' },
  notNeeded: {
    en: 'This account has a second factor already: give its code.',
    'zh-CN': '该账号已设置两步验证，请输入验证码。',
  },
  required: {
    en: 'Your company or one of your roles demands a second factor; it cannot be turned off.',
    'zh-CN': '贵公司或您的角色要求两步验证，不能关闭。',
  },
});
