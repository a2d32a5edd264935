import { defineMessages } from '@atrium/sdk';

export const importMessages = defineMessages('customerImport', {
  title: { en: 'Customers and occupancies', 'zh-CN': '客户与房屋关系' },
  description: {
    en: 'A row describes a customer and, with a unit, what the customer is to it. A customer of several units has a row for each.',
    'zh-CN': '每行描述一位客户；填写房号时同时描述其与该房屋的关系。拥有多套房屋的客户每套一行。',
  },
  notPhones: {
    en: '"{given}" is no telephone number. Several are parted by ";".',
    'zh-CN': '“{given}”不是有效的电话号码。多个号码请用“;”分隔。',
  },
  notEmails: {
    en: '"{given}" is no e-mail address. Several are parted by ";".',
    'zh-CN': '“{given}”不是有效的电子邮箱地址。多个地址请用“;”分隔。',
  },
  nameNeeded: { en: 'A new customer needs a name.', 'zh-CN': '新客户必须填写姓名或名称。' },
  keyNeeded: {
    en: 'Give the name, the external id or the number of a document.',
    'zh-CN': '请填写姓名、客户外部编号或证件号码。',
  },
  documentKindNeeded: {
    en: 'Say which kind of document this number belongs to.',
    'zh-CN': '无法识别证件类型，请填写证件类型。',
  },
  wrongNumber: {
    en: 'This is not the number of such a document, which looks like {example}.',
    'zh-CN': '证件号码与证件类型不符，正确格式如 {example}。',
  },
  numberNeeded: { en: 'A kind of document comes with its number.', 'zh-CN': '填写证件类型时须填写证件号码。' },
  wrongDocument: {
    en: 'A person has no business licence, and an organisation no personal document.',
    'zh-CN': '个人客户不能使用营业执照，单位客户不能使用个人证件。',
  },
  wrongLanguage: { en: 'Must be a language tag such as zh-CN or en.', 'zh-CN': '必须为语言代码，例如 zh-CN 或 en。' },
  unitNeeded: { en: 'This belongs to a unit: give the unit.', 'zh-CN': '该信息属于房屋关系，请填写房号。' },
  buildingNeeded: { en: 'Give the building of the unit.', 'zh-CN': '请填写房屋所在楼栋。' },
  unknownUnit: {
    en: 'There is no unit "{given}" in that building. Enter it first, or import with missing ones created.',
    'zh-CN': '该楼栋中没有房屋“{given}”。请先新建，或在导入时选择自动新建。',
  },
  unknownUnitId: { en: 'No unit has the external id "{given}".', 'zh-CN': '没有外部编号为“{given}”的房屋。' },
  ambiguousBuilding: {
    en: 'Several communities have a building "{given}": give the community.',
    'zh-CN': '多个项目中有楼栋“{given}”，请填写项目。',
  },
  unknownCommunity: { en: 'There is no community "{given}".', 'zh-CN': '项目“{given}”不存在。' },
  communityNeeded: {
    en: 'Your roles are limited to some communities: give the unit or the community.',
    'zh-CN': '您的角色仅限部分项目：请填写房号或项目。',
  },
  anotherKind: {
    en: 'This customer is known as {known}; kinds do not change.',
    'zh-CN': '该客户已登记为{known}，类型不能更改。',
  },
  conflictingKeys: {
    en: 'The external id belongs to "{theirs}", the document or phone to another customer: correct one of them.',
    'zh-CN': '外部编号属于“{theirs}”，证件或电话属于另一客户，请修正其中之一。',
  },
  otherExternalId: {
    en: '"{name}" has the external id "{theirs}" already.',
    'zh-CN': '“{name}”已有外部编号“{theirs}”。',
  },
  ambiguousCustomer: {
    en: 'Several customers have this name and phone: give the external id or the document.',
    'zh-CN': '有多位客户姓名和电话相同，请填写客户外部编号或证件号码。',
  },
  endsBeforeStart: { en: 'The last day lies before the first.', 'zh-CN': '最后一天早于第一天。' },
  dayOutOfRange: { en: 'Must be a day from {min} to {max}.', 'zh-CN': '日期须在 {min} 至 {max} 之间。' },
  anotherOccupancy: {
    en: 'This external id belongs to another customer or unit.',
    'zh-CN': '该关系外部编号属于其他客户或房屋。',
  },
  unknownCustomer: {
    en: 'There is no customer "{given}" by that unit, phone or external id.',
    'zh-CN': '按房屋、电话或外部编号找不到客户“{given}”。',
  },
  customerNeeded: {
    en: 'Say who: the external id, or the name with the unit or a phone; the unit alone where one customer pays for it.',
    'zh-CN': '请指明客户：外部编号，或姓名加房屋或电话；房屋只有一位缴费人时可只填房屋。',
  },
  noPayer: { en: 'Nobody pays for this unit: give the customer.', 'zh-CN': '该房屋没有缴费人，请填写客户。' },
  severalPayers: {
    en: 'Several customers pay for this unit: say which.',
    'zh-CN': '该房屋有多位缴费人，请指明客户。',
  },
  person: { en: 'a person', 'zh-CN': '个人' },
  organisation: { en: 'an organisation', 'zh-CN': '单位' },
});
