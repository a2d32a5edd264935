import { contactType, defineImportKind, defineMessages, fieldType, importFieldsOf, type Locale } from '@atrium/sdk';
import { staffPermissions } from '../staff.permissions';

const field = importFieldsOf('staffImport');

const kind = defineMessages('staffImport', {
  title: { en: 'Staff', 'zh-CN': '员工' },
  description: {
    en: 'Staff by external id, number or e-mail; new ones are invited by e-mail.',
    'zh-CN': '员工，按外部编号、工号或邮箱匹配；新员工将收到邀请邮件。',
  },
});

/** Rows of staff. */
export const staffImport = defineImportKind({
  name: 'STAFF',
  permission: staffPermissions['staff:manage'],
  ...kind,
  batchSize: 100,
  fields: {
    name: field(
      'name',
      { en: 'Name', 'zh-CN': '姓名' },
      { en: 'Full name.', 'zh-CN': '员工姓名。' },
      fieldType.text({ max: 100 }),
      ['员工姓名', '名字', 'full name', 'employee', 'employee name', 'staff name'],
      true,
    ),
    email: field(
      'email',
      { en: 'E-mail', 'zh-CN': '邮箱' },
      { en: 'Address the invitation goes to, and they sign in with.', 'zh-CN': '接收邀请并用于登录的邮箱。' },
      contactType.email(),
      ['电子邮箱', '邮件', 'email address', 'mail', 'login'],
      true,
    ),
    phone: field(
      'phone',
      { en: 'Telephone', 'zh-CN': '电话' },
      { en: 'Telephone number.', 'zh-CN': '联系电话。' },
      contactType.phone({ country: 'CN' }),
      ['手机', '手机号', '联系电话', 'phone', 'mobile'],
    ),
    employeeNumber: field(
      'employeeNumber',
      { en: 'Employee number', 'zh-CN': '工号' },
      { en: "Number of the company's own, unique in it.", 'zh-CN': '公司内部工号，不可重复。' },
      fieldType.text({ max: 64 }),
      ['员工编号', '员工号', 'employee no', 'staff number', 'number'],
    ),
    externalId: field(
      'externalId',
      { en: 'External id', 'zh-CN': '外部编号' },
      { en: 'Key in another system.', 'zh-CN': '在其他系统中的编号。' },
      fieldType.text({ max: 128 }),
      ['系统编号', '员工id', 'id', 'employee id'],
    ),
    language: field(
      'language',
      { en: 'Language', 'zh-CN': '语言' },
      { en: 'zh-CN or en; the company’s when not given.', 'zh-CN': 'zh-CN 或 en；未填写时使用公司语言。' },
      fieldType.choice<Locale>({
        'zh-CN': { title: { en: 'Chinese', 'zh-CN': '中文' }, synonyms: ['zh-CN', 'zh', '简体中文'] },
        en: { title: { en: 'English', 'zh-CN': '英文' }, synonyms: ['en', '英语'] },
      }),
      ['首选语言', 'locale', 'preferred language'],
    ),
    roles: field(
      'roles',
      { en: 'Roles', 'zh-CN': '角色' },
      {
        en: 'Names of roles, separated by semicolons; they stay as they are when not given.',
        'zh-CN': '角色名称，用分号分隔；未填写时保持不变。',
      },
      fieldType.text({ max: 500 }),
      ['岗位', '职务', '权限角色', 'role', 'position'],
    ),
    teams: field(
      'teams',
      { en: 'Teams', 'zh-CN': '班组' },
      {
        en: 'Names of teams, separated by semicolons; they stay as they are when not given. Needs `team:manage`.',
        'zh-CN': '班组名称，用分号或顿号分隔；未填写时保持不变。需要班组管理权限。',
      },
      fieldType.text({ max: 1000 }),
      ['团队', '所属班组', '所属团队', '班组名称', 'team', 'crew', 'crews'],
    ),
    communities: field(
      'communities',
      { en: 'Communities', 'zh-CN': '负责项目' },
      {
        en: 'Names or codes of the communities they are limited to, separated by semicolons; not limited when not given.',
        'zh-CN': '限定的项目（名称或编码），用分号分隔；未填写时不限。',
      },
      fieldType.text({ max: 1000 }),
      ['项目', '小区', '所属项目', 'community', 'sites'],
    ),
  },
});

export type StaffFields = (typeof staffImport)['fields'];
