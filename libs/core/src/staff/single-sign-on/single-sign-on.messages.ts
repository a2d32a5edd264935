import { defineMessages } from '@atrium/sdk';

export const ssoMessages = defineMessages('singleSignOn', {
  notConfigured: {
    en: 'There is no such company, or it has no identity provider of its own.',
    'zh-CN': '公司不存在，或尚未启用统一身份认证。',
  },
  returnNotAllowed: {
    en: 'This address to return to is not on the company’s list.',
    'zh-CN': '返回地址不在公司允许的列表中。',
  },
  attemptInvalid: {
    en: 'This sign-in took too long, was finished already, or began in another browser. Begin again.',
    'zh-CN': '此次登录已超时、已完成，或不是在本浏览器中发起的，请重新登录。',
  },
  issuerUnreachable: {
    en: 'The identity provider does not answer as OpenID Connect asks: {reason}',
    'zh-CN': '身份提供方未按 OpenID Connect 规范应答：{reason}',
  },
  refusedByProvider: {
    en: 'The identity provider did not sign you in ({reason}).',
    'zh-CN': '身份提供方未允许登录（{reason}）。',
  },
  answerInvalid: {
    en: 'The identity provider’s answer could not be verified.',
    'zh-CN': '无法验证身份提供方的应答。',
  },
  emailNotVerified: {
    en: 'The identity provider does not vouch for your e-mail address.',
    'zh-CN': '身份提供方未确认您的邮箱地址。',
  },
  noAccount: {
    en: 'There is no staff account for your e-mail address. Ask an administrator of your company.',
    'zh-CN': '没有与您邮箱对应的员工账号，请联系贵公司管理员。',
  },
  boundElsewhere: {
    en: 'Your staff account belongs to another identity at the provider. Ask an administrator of your company.',
    'zh-CN': '您的员工账号已绑定身份提供方的其他身份，请联系贵公司管理员。',
  },
  codeInvalid: {
    en: 'This code is not valid: it was used or is too old. Begin again.',
    'zh-CN': '该代码无效：已被使用或已过期，请重新登录。',
  },
  issuerForm: {
    en: 'Must be the https address of an issuer without query, such as https://login.example.com/tenant.',
    'zh-CN': '须为不含查询参数的 https 颁发者地址，例如 https://login.example.com/tenant。',
  },
  returnForm: {
    en: 'Must be an absolute https address without a fragment (http only for localhost).',
    'zh-CN': '须为不含片段的 https 绝对地址（仅 localhost 可用 http）。',
  },
  secretNeeded: { en: 'Needed for a new client or issuer.', 'zh-CN': '新的客户端或颁发者必须填写密钥。' },
  inUse: {
    en: 'Staff cannot sign in with a password just now: allow that first, else nobody could sign in.',
    'zh-CN': '目前不允许密码登录：请先允许，否则将无人能够登录。',
  },
  notBound: { en: 'This account is not bound to an identity.', 'zh-CN': '该账号尚未绑定身份。' },
  pageTitle: { en: 'Sign-in did not succeed', 'zh-CN': '登录未成功' },
});
