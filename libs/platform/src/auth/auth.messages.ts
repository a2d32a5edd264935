import { defineMessages } from '@atrium/sdk';

/** Why a credential does not count. The holder of a genuine one is told; whoever made one up learns nothing. */
export const authMessages = defineMessages('auth', {
  tokenInvalid: {
    en: 'The access token is not valid. Sign in again.',
    'zh-CN': '访问令牌无效，请重新登录。',
  },
  tokenExpired: {
    en: 'The access token has expired. Get a new one with refreshSession.',
    'zh-CN': '访问令牌已过期，请通过 refreshSession 获取新令牌。',
  },
  sessionEnded: {
    en: 'This session has ended. Sign in again.',
    'zh-CN': '会话已结束，请重新登录。',
  },
  accountDisabled: {
    en: 'This account is disabled. Ask an administrator of your company.',
    'zh-CN': '账号已停用，请联系贵公司管理员。',
  },
  tenantClosed: {
    en: 'This company is no longer on the platform.',
    'zh-CN': '该公司已停止使用本平台。',
  },
  apiKeyInvalid: { en: 'The API key is not valid.', 'zh-CN': 'API 密钥无效。' },
  apiKeyExpired: { en: 'The API key has expired.', 'zh-CN': 'API 密钥已过期。' },
  apiKeyRevoked: { en: 'The API client has been revoked.', 'zh-CN': 'API 客户端已被撤销。' },
  addressNotAllowed: {
    en: 'This API client may not call from {address}.',
    'zh-CN': '该 API 客户端不允许从 {address} 访问。',
  },
  supportEnded: {
    en: 'The company’s support grant has ended, or was taken back.',
    'zh-CN': '该公司的支持授权已结束或已被收回。',
  },
  schemeUnknown: {
    en: 'The Authorization header must read "Bearer <access token or API key>".',
    'zh-CN': 'Authorization 请求头须为“Bearer <访问令牌或 API 密钥>”。',
  },
});
