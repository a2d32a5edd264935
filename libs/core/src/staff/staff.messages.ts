import { defineMessages, registerConstraint } from '@atrium/sdk';

export const staffMessages = defineMessages('staff', {
  invalidCredentials: {
    en: 'Company, e-mail address or password is wrong.',
    'zh-CN': '公司标识、邮箱或密码错误。',
  },
  tooManyAttempts: {
    en: 'Too many attempts. Try again in {seconds} s.',
    'zh-CN': '尝试次数过多，请在 {seconds} 秒后重试。',
  },
  accountDisabled: {
    en: 'This account is disabled. Ask an administrator of your company.',
    'zh-CN': '账号已停用，请联系贵公司管理员。',
  },
  singleSignOnRequired: {
    en: 'Your company signs in at its own identity provider.',
    'zh-CN': '贵公司要求通过统一身份认证登录。',
  },
  noProvider: {
    en: 'Set up and enable an identity provider first: else nobody could sign in.',
    'zh-CN': '请先配置并启用身份提供方，否则将无人能够登录。',
  },
  refreshInvalid: {
    en: 'The refresh token is not valid any more. Sign in again.',
    'zh-CN': '刷新令牌已失效，请重新登录。',
  },
  refreshReused: {
    en: 'This refresh token was used before, so its session has been ended for safety. Sign in again.',
    'zh-CN': '该刷新令牌已被使用过，为安全起见会话已结束，请重新登录。',
  },
  emailTaken: {
    en: 'Somebody in this company has this e-mail address already.',
    'zh-CN': '本公司已有员工使用该邮箱。',
  },
  employeeNumberTaken: {
    en: 'Somebody in this company has this employee number already.',
    'zh-CN': '本公司已有员工使用该工号。',
  },
  externalIdTaken: {
    en: 'Somebody in this company has this external id already.',
    'zh-CN': '本公司已有员工使用该外部编号。',
  },
  roleNameTaken: { en: 'There is a role of this name already.', 'zh-CN': '已存在同名角色。' },
  beyondPermissions: {
    en: 'You can give, change or take over only what you hold yourself; you lack: {missing}.',
    'zh-CN': '您只能授予、修改或接管本人拥有的权限；您缺少：{missing}。',
  },
  beyondScope: {
    en: 'This reaches beyond the communities you are limited to.',
    'zh-CN': '这超出了您所限定的项目范围。',
  },
  scopeContradiction: {
    en: 'Name the communities with COMMUNITIES, and none with ALL.',
    'zh-CN': '选择 COMMUNITIES 时须指定项目，选择 ALL 时不得指定。',
  },
  lastAdmin: {
    en: 'The company needs an active administrator who is not limited to communities; this is the last one.',
    'zh-CN': '公司至少需要一名不限项目范围的在职管理员，这是最后一名。',
  },
  notInvited: {
    en: 'Only somebody who has not joined yet can be invited; this account is {status}.',
    'zh-CN': '仅可邀请尚未加入的员工；该账号状态为 {status}。',
  },
  statusMove: {
    en: 'The account is {status}: this cannot be done now.',
    'zh-CN': '该账号状态为 {status}，无法执行此操作。',
  },
  tokenInvalid: {
    en: 'This code is not valid: it was used, replaced by a newer one, or has expired.',
    'zh-CN': '该验证码无效：已被使用、已被新的取代或已过期。',
  },
  wrongPassword: { en: 'This is not your current password.', 'zh-CN': '当前密码不正确。' },
  staffOnly: { en: 'Only staff have a password.', 'zh-CN': '只有员工拥有密码。' },
  permissionUnknown: {
    en: 'There is no permission {given}; the query permissions lists all.',
    'zh-CN': '不存在权限 {given}；可通过 permissions 查询全部权限。',
  },
  permissionForPeople: {
    en: 'The permission {given} is for people alone, not for API clients.',
    'zh-CN': '权限 {given} 仅限人员使用，不可授予 API 客户端。',
  },
  adminRoleFixed: {
    en: 'The administrator role always holds every permission.',
    'zh-CN': '管理员角色始终拥有全部权限。',
  },
  readyRoleStays: { en: 'Ready-made roles cannot be deleted.', 'zh-CN': '预置角色不可删除。' },
  roleHeld: { en: 'Staff still hold this role.', 'zh-CN': '仍有员工持有该角色。' },
  wrongCurrency: { en: 'Must be in the company’s currency, {currency}.', 'zh-CN': '须使用公司币种 {currency}。' },
  wrongAmount: {
    en: 'Must be more than nothing, no finer than {currency} is paid in, and within reason.',
    'zh-CN': '金额须大于零、不超出 {currency} 的最小单位精度且在合理范围内。',
  },
  monthBelowTicket: {
    en: 'Must not be below the limit for one ticket.',
    'zh-CN': '不得低于单张工单的额度。',
  },
  apiClientNameTaken: { en: 'There is an API client of this name already.', 'zh-CN': '已存在同名 API 客户端。' },
  apiClientRevoked: { en: 'This API client has been revoked.', 'zh-CN': '该 API 客户端已被撤销。' },
  networkUnknown: {
    en: '"{given}" is no address or block of addresses such as 203.0.113.0/24 or 2001:db8::/32.',
    'zh-CN': '“{given}”不是 IP 地址或网段，例如 203.0.113.0/24 或 2001:db8::/32。',
  },
  expiryPast: { en: 'Must lie in the future.', 'zh-CN': '必须是将来的时间。' },
  passwordWeak: {
    en: 'The password must have {min} to {max} characters, at least {distinct} different ones, and must not contain your e-mail address’s name.',
    'zh-CN': '密码须为 {min} 至 {max} 个字符，至少包含 {distinct} 种不同字符，且不得包含邮箱用户名。',
  },
});

registerConstraint('staff_email_key', staffMessages.emailTaken, 'input.email');
registerConstraint('staff_employee_number_key', staffMessages.employeeNumberTaken, 'input.employeeNumber');
registerConstraint('staff_external_id_key', staffMessages.externalIdTaken, 'input.externalId');
registerConstraint('role_name_key', staffMessages.roleNameTaken, 'input.name');
registerConstraint('staff_role_role_fkey', staffMessages.roleHeld);
registerConstraint('api_client_name_key', staffMessages.apiClientNameTaken, 'input.name');
