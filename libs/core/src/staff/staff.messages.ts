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
  passwordWeak: {
    en: 'The password must have {min} to {max} characters, at least {distinct} different ones, and must not contain your e-mail address’s name.',
    'zh-CN': '密码须为 {min} 至 {max} 个字符，至少包含 {distinct} 种不同字符，且不得包含邮箱用户名。',
  },
});

registerConstraint('staff_email_key', staffMessages.emailTaken, 'input.email');
registerConstraint('staff_employee_number_key', staffMessages.employeeNumberTaken, 'input.employeeNumber');
registerConstraint('staff_external_id_key', staffMessages.externalIdTaken, 'input.externalId');
registerConstraint('role_name_key', staffMessages.roleNameTaken, 'input.name');
