import { fieldType, importChoices, type ImportField, importFieldsOf } from '@atrium/sdk';
import { ContactKind, normalContact } from '../contact/contact.policy';
import { CustomerKind } from '../customer/customer-kind';
import { IdentityDocumentKind } from '../document/identity-document.policy';
import { OccupancyKind } from '../occupancy/occupancy.policy';
import { importMessages } from './import.messages';

const field = importFieldsOf('customerImport');

const KINDS = importChoices<CustomerKind>({
  PERSON: ['person', '个人', '自然人', 'individual', '居民'],
  ORGANISATION: ['organisation', '单位', '企业', '公司', '法人', 'organization', 'company', 'legal'],
});
const DOCUMENTS = importChoices<IdentityDocumentKind>({
  RESIDENT_ID: ['resident identity card', '居民身份证', '身份证', '二代身份证', 'id card'],
  PASSPORT: ['passport', '护照'],
  HK_MACAO_PERMIT: ['HK and Macao permit', '港澳居民来往内地通行证', '港澳通行证', '回乡证'],
  TAIWAN_PERMIT: ['Taiwan permit', '台湾居民来往大陆通行证', '台胞证'],
  BUSINESS_LICENCE: ['business licence', '营业执照', '统一社会信用代码', 'business license', 'credit code'],
  OTHER: ['other', '其他', '其它'],
});
const RELATIONS = importChoices<OccupancyKind>({
  OWNER: ['owner', '业主', '产权人', '户主', '房主', 'landlord'],
  CO_OWNER: ['co-owner', '共有人', '共有产权人', '共同业主', 'coowner', 'joint owner'],
  LESSEE: ['lessee', '租户', '租客', '承租人', 'tenant', 'renter'],
  FAMILY: ['family member', '家属', '家庭成员', '同住人', 'family', 'relative'],
  STAFF: ['employee', '雇员', '员工', '保姆', 'staff'],
});

/** Several values in one cell; answered one a line. */
const CELL_SEPARATOR = /\s*[;；、,，/|\n]\s*/u;
const contacts = (kind: ContactKind, message: typeof importMessages.notPhones): ImportField<string>['type'] =>
  fieldType.other((text) => {
    const parts = text.split(CELL_SEPARATOR).filter((part) => part !== '');
    const wrong = parts.find((part) => !normalContact(kind, part));
    if (wrong === undefined) return { ok: true, value: parts.join('\n') };
    const code = kind === ContactKind.PHONE ? 'NOT_A_PHONE' : 'NOT_AN_EMAIL';
    return { ok: false, code, message, params: { given: wrong } };
  });

/** What a row of customers and occupancies can say, in the order in which our own files have it. */
export const customerFields = {
  name: field(
    'name',
    { en: 'Name', 'zh-CN': '姓名' },
    { en: 'Full name of the person or organisation.', 'zh-CN': '个人姓名或单位名称。' },
    fieldType.text({ max: 100 }),
    [
      ...['客户名称', '客户姓名', '业主姓名', '业主', '业主名称', '住户姓名', '住户', '租户姓名', '名称', '联系人'],
      ...['customer', 'customer name', 'full name', 'owner name', 'tenant name', 'resident', 'resident name'],
    ],
  ),
  phone: field(
    'phone',
    { en: 'Phone', 'zh-CN': '电话' },
    { en: 'Telephone numbers; several are parted by ";".', 'zh-CN': '电话号码，多个号码用“;”分隔。' },
    contacts(ContactKind.PHONE, importMessages.notPhones),
    [
      ...['手机', '手机号', '手机号码', '联系电话', '电话号码', '联系方式', '移动电话', '业主电话', '联系手机'],
      ...['mobile', 'mobile phone', 'telephone', 'tel', 'phone number', 'phones', 'cell', 'contact number'],
    ],
  ),
  email: field(
    'email',
    { en: 'E-mail', 'zh-CN': '邮箱' },
    { en: 'E-mail addresses; several are parted by ";".', 'zh-CN': '电子邮箱，多个地址用“;”分隔。' },
    contacts(ContactKind.EMAIL, importMessages.notEmails),
    ['电子邮箱', '电子邮件', '邮件', 'email', 'e-mail address', 'email address', 'mail'],
  ),
  kind: field(
    'kind',
    { en: 'Customer kind', 'zh-CN': '客户类型' },
    {
      en: 'Person or organisation; told by document and name when not given.',
      'zh-CN': '个人或单位；未填写时按证件和名称判断。',
    },
    fieldType.choice<CustomerKind>(KINDS),
    ['客户性质', '业主类型', '客户类别', 'customer type', 'type of customer'],
  ),
  documentKind: field(
    'documentKind',
    { en: 'Document', 'zh-CN': '证件类型' },
    { en: 'Kind of identity document; told by the number when not given.', 'zh-CN': '证件类型；未填写时按号码判断。' },
    fieldType.choice<IdentityDocumentKind>(DOCUMENTS),
    ['证件种类', '证件名称', 'document kind', 'document type', 'id type', 'type of document'],
  ),
  documentNumber: field(
    'documentNumber',
    { en: 'Document number', 'zh-CN': '证件号码' },
    { en: 'Number of the identity document; it is kept encrypted.', 'zh-CN': '证件号码，加密保存。' },
    fieldType.text({ max: 60 }),
    [
      ...['身份证号', '身份证号码', '身份证', '证件号', '统一社会信用代码', '营业执照号'],
      ...['id number', 'identity number', 'id card number', 'passport number', 'credit code', 'document no'],
    ],
  ),
  birthday: field(
    'birthday',
    { en: 'Birthday', 'zh-CN': '生日' },
    { en: 'Birthday, or founding day of an organisation.', 'zh-CN': '出生日期，单位为成立日期。' },
    fieldType.date(),
    ['出生日期', '出生年月日', 'date of birth', 'birth date', 'dob'],
  ),
  language: field(
    'language',
    { en: 'Language', 'zh-CN': '语言' },
    { en: 'Preferred language, e.g. zh-CN or en.', 'zh-CN': '首选语言，例如 zh-CN 或 en。' },
    fieldType.text({ max: 35 }),
    ['首选语言', '语种', 'preferred language'],
  ),
  remarks: field(
    'remarks',
    { en: 'Remarks', 'zh-CN': '备注' },
    { en: 'What everybody who serves the customer should know.', 'zh-CN': '服务人员需要了解的信息。' },
    fieldType.text({ max: 2000, multiline: true }),
    ['客户备注', '说明', 'comment', 'comments', 'note', 'notes'],
  ),
  customerExternalId: field(
    'customerExternalId',
    { en: 'Customer external id', 'zh-CN': '客户外部编号' },
    { en: "The customer's key in another system.", 'zh-CN': '客户在其他系统中的编号。' },
    fieldType.text({ max: 100 }),
    ['客户编号', '客户id', '业主编号', '住户编号', 'customer id', 'customer no', 'resident id'],
  ),
  community: field(
    'community',
    { en: 'Community', 'zh-CN': '项目' },
    {
      en: "Code or name of the unit's community; needed where several have such a building.",
      'zh-CN': '房屋所在项目（小区）的编码或名称；多个项目有同名楼栋时必须填写。',
    },
    fieldType.text({ max: 100 }),
    ['小区', '小区名称', '项目名称', '楼盘', '园区', 'estate', 'compound', 'project', 'complex', 'community name'],
  ),
  building: field(
    'building',
    { en: 'Building', 'zh-CN': '楼栋' },
    { en: 'Code of the building.', 'zh-CN': '楼栋编码。' },
    fieldType.text({ max: 100 }),
    ['楼号', '楼栋号', '栋号', '幢', '栋', '座', 'building code', 'building no', 'block', 'tower', 'house'],
  ),
  section: field(
    'section',
    { en: 'Section', 'zh-CN': '单元' },
    { en: 'Section (entrance) of the building.', 'zh-CN': '楼栋内的单元。' },
    fieldType.text({ max: 50 }),
    ['单元号', '单元名称', '门栋', 'entrance', 'staircase', 'section no'],
  ),
  unit: field(
    'unit',
    { en: 'Unit', 'zh-CN': '房号' },
    {
      en: 'Number on the door; without it the row is about the customer alone.',
      'zh-CN': '房号；未填写时该行只描述客户。',
    },
    fieldType.text({ max: 50 }),
    [
      ...['房间号', '房屋编号', '门牌号', '室号', '户号', '房屋', '房间', '车位号', '铺位号'],
      ...['unit no', 'unit name', 'unit code', 'apartment', 'flat', 'room'],
    ],
  ),
  unitExternalId: field(
    'unitExternalId',
    { en: 'Unit external id', 'zh-CN': '房屋外部编号' },
    {
      en: "The unit's key in another system, in place of its building and number.",
      'zh-CN': '房屋在其他系统中的编号，可代替楼栋和房号。',
    },
    fieldType.text({ max: 100 }),
    ['房屋id', 'unit id', 'property id'],
  ),
  relation: field(
    'relation',
    { en: 'Relation', 'zh-CN': '关系' },
    { en: 'What the customer is to the unit; owner when not given.', 'zh-CN': '客户与房屋的关系；未填写时为业主。' },
    fieldType.choice<OccupancyKind>(RELATIONS),
    ['与房屋关系', '房屋关系', '住户类型', '住户关系', '身份', '入住身份', 'occupancy', 'occupancy kind', 'role'],
  ),
  startsOn: field(
    'startsOn',
    { en: 'First day', 'zh-CN': '开始日期' },
    { en: 'First day of the relation; not known when not given.', 'zh-CN': '关系的第一天；未填写表示未知。' },
    fieldType.date(),
    ['入住日期', '起始日期', '入住时间', '租期开始', '起租日期', 'start date', 'starts on', 'move-in date', 'from'],
  ),
  lastDay: field(
    'lastDay',
    { en: 'Last day', 'zh-CN': '最后一天' },
    {
      en: 'Last day of the relation, included; none when not given.',
      'zh-CN': '关系的最后一天（含当日）；未填写表示未定。',
    },
    fieldType.date(),
    ['结束日期', '截止日期', '租期结束', '到期日期', '搬离日期', 'end date', 'ends on', 'move-out date', 'until'],
  ),
  share: field(
    'share',
    { en: 'Share (%)', 'zh-CN': '产权份额(%)' },
    { en: 'Share of an owner or co-owner in percent.', 'zh-CN': '业主或共有人的产权份额，百分比。' },
    fieldType.decimal({ min: '0.01', max: '100', scale: 2 }),
    ['份额', '产权比例', '共有份额', '产权份额', 'share', 'ownership share', 'percentage'],
  ),
  paysFees: field(
    'paysFees',
    { en: 'Pays fees', 'zh-CN': '是否缴费人' },
    {
      en: 'Does the customer pay the fees of the unit? The owner does when not given.',
      'zh-CN': '是否为该房屋的缴费人；未填写时业主为缴费人。',
    },
    fieldType.boolean(),
    ['缴费人', '付费人', '缴费', 'payer', 'is payer', 'pays'],
  ),
  primaryContact: field(
    'primaryContact',
    { en: 'Primary contact', 'zh-CN': '是否主要联系人' },
    { en: 'Is this the first person to turn to about the unit?', 'zh-CN': '是否为该房屋的主要联系人。' },
    fieldType.boolean(),
    ['主要联系人', '首要联系人', 'main contact', 'is primary contact'],
  ),
  occupancyExternalId: field(
    'occupancyExternalId',
    { en: 'Occupancy external id', 'zh-CN': '关系外部编号' },
    {
      en: 'Key of the relation in another system, e.g. of a lease.',
      'zh-CN': '该关系在其他系统中的编号，例如租约编号。',
    },
    fieldType.text({ max: 100 }),
    ['租约编号', '合同编号', 'occupancy id', 'lease id', 'lease no'],
  ),
} as const;

export type CustomerFields = typeof customerFields;
export type CustomerFieldName = keyof CustomerFields;
