import { defineMessages, registerConstraint } from '@atrium/sdk';
import { declareContents } from '../properties';

export const customerMessages = defineMessages('customer', {
  erased: {
    en: 'This customer was erased at their own request: nothing is entered or undone any more.',
    'zh-CN': '该客户已应本人要求删除，不能再登记或恢复。',
  },
  externalIdTaken: { en: 'This external id is taken.', 'zh-CN': '该外部编号已被使用。' },
  required: { en: 'Must not be empty.', 'zh-CN': '不能为空。' },
  notAPhone: {
    en: 'Must be a telephone number of 5 to 15 digits, such as 13800138000 or 010-88886666.',
    'zh-CN': '必须为 5 到 15 位的电话号码，例如 13800138000 或 010-88886666。',
  },
  notAnEmail: {
    en: 'Must be an e-mail address, such as zhang.wei@example.com.',
    'zh-CN': '必须为电子邮箱地址，例如 zhang.wei@example.com。',
  },
  contactTaken: { en: 'The customer has this contact already.', 'zh-CN': '该客户已有此联系方式。' },
  contactOnce: { en: 'The same contact is given twice.', 'zh-CN': '同一联系方式填写了两次。' },
  onePreferred: {
    en: 'Only one phone and one e-mail address can be the preferred one.',
    'zh-CN': '首选电话和首选邮箱各只能有一个。',
  },
  extensionOfPhone: { en: 'Only a phone has an extension.', 'zh-CN': '只有电话可以有分机号。' },
  tooManyContacts: { en: 'At most {max} contacts are allowed.', 'zh-CN': '最多允许 {max} 个联系方式。' },
  wrongNumber: {
    en: 'This is not the number of such a document, which looks like {example}.',
    'zh-CN': '证件号码与证件类型不符，正确格式如 {example}。',
  },
  documentOfPerson: {
    en: 'An organisation has a business licence or another document, no personal one.',
    'zh-CN': '单位客户只能登记营业执照或其他证件。',
  },
  licenceOfOrganisation: { en: 'A person has no business licence.', 'zh-CN': '个人客户不能登记营业执照。' },
  communityNeeded: {
    en: 'Your roles are limited to some communities: name the one that enters the customer.',
    'zh-CN': '您的角色仅限部分项目：请填写登记该客户的项目。',
  },
  inTheFuture: { en: 'Must not lie in the future.', 'zh-CN': '不能晚于当前时间。' },
  notADay: { en: 'Must be a day from {min} to {max}.', 'zh-CN': '日期须在 {min} 至 {max} 之间。' },
  sameDecision: { en: 'The customer has decided so already.', 'zh-CN': '客户已作出相同的决定。' },
  olderDecision: {
    en: 'The customer decided later, at {latest}: an older decision does not replace that.',
    'zh-CN': '客户在 {latest} 已有更新的决定，较早的决定不能替代。',
  },
  profileOfPerson: { en: 'Only a person has a sensitive profile.', 'zh-CN': '只有个人客户可以登记敏感信息档案。' },
  merged: {
    en: 'This customer was merged into {survivor}: change that one, or undo the merge.',
    'zh-CN': '该客户已并入 {survivor}：请修改该客户，或撤销合并。',
  },
  wrongLanguage: { en: 'Must be a language tag such as zh-CN or en.', 'zh-CN': '必须为语言代码，例如 zh-CN 或 en。' },
});

export const occupancyMessages = defineMessages('occupancy', {
  plural: { en: 'occupancies', 'zh-CN': '入住关系' },
  endsBeforeStart: {
    en: 'It must end after it starts: the end is the first day on which it no longer holds.',
    'zh-CN': '结束日期须晚于开始日期：结束日期为不再有效的第一天。',
  },
  secondOwner: {
    en: '{owner} is the owner from {from} to {to}: a unit has one owner at a time; the others are co-owners.',
    'zh-CN': '{owner} 在 {from} 至 {to} 期间为业主：同一时间只能有一位业主，其他人应登记为共有人。',
  },
  sameAgain: {
    en: 'The customer is the same to this unit already, from {from} to {to}.',
    'zh-CN': '该客户在 {from} 至 {to} 期间与该房屋已有相同关系。',
  },
  shareWithoutOwnership: { en: 'Only owners and co-owners have a share.', 'zh-CN': '只有业主和共有人可以填写份额。' },
  sharesAbove100: {
    en: 'The shares of a unit are at most 100 % together.',
    'zh-CN': '同一房屋的份额合计不能超过 100%。',
  },
  shareOutOfRange: {
    en: 'Must be a percentage above 0 and at most 100 with at most two decimals.',
    'zh-CN': '份额须大于 0 且不超过 100，最多两位小数。',
  },
  alreadyOpen: {
    en: 'Somebody entered the same at this moment: look at the unit again.',
    'zh-CN': '他人刚刚登记了相同内容，请重新查看该房屋。',
  },
  oneOwner: {
    en: 'Exactly one of the new owners is the owner; the others are co-owners.',
    'zh-CN': '新业主中须有且仅有一位业主，其他人为共有人。',
  },
  ownerTwice: { en: 'The same customer is named twice.', 'zh-CN': '同一客户填写了两次。' },
  laterOwner: {
    en: '{owner} becomes an owner on {from}: transfers are entered in their order.',
    'zh-CN': '{owner} 自 {from} 起为业主：过户须按先后顺序登记。',
  },
  onlyOwners: {
    en: 'New owners are of the kind OWNER or CO_OWNER.',
    'zh-CN': '新业主的类型只能为 OWNER 或 CO_OWNER。',
  },
  ownersDoNotStay: {
    en: 'Owners end with a transfer: only other kinds can stay.',
    'zh-CN': '过户后原业主关系终止，只能保留其他类型。',
  },
  ended: { en: 'It ended on {on} already.', 'zh-CN': '已于 {on} 结束。' },
  partOfTransfer: {
    en: 'It belongs to a transfer of the unit and stays in its history.',
    'zh-CN': '该关系属于过户记录，不能删除。',
  },
  openDay: { en: 'open', 'zh-CN': '未定' },
});

export const mergeMessages = defineMessages('merge', {
  same: { en: 'A customer cannot be merged with itself.', 'zh-CN': '客户不能与自身合并。' },
  anotherKind: { en: 'A person and an organisation cannot be merged.', 'zh-CN': '个人客户与单位客户不能合并。' },
  survivorMerged: {
    en: 'The survivor was itself merged into another customer: name that one.',
    'zh-CN': '保留的客户已并入其他客户，请选择该客户。',
  },
  duplicateMerged: { en: 'The duplicate was merged already.', 'zh-CN': '该重复客户已被合并。' },
  duplicateSurvives: {
    en: 'Other customers were merged into the duplicate: merge the other way round, or undo those first.',
    'zh-CN': '已有其他客户并入该客户：请反向合并，或先撤销这些合并。',
  },
  undone: { en: 'This merge was undone already.', 'zh-CN': '该合并已被撤销。' },
});

registerConstraint('customer_external_id_key', customerMessages.externalIdTaken, 'input.externalId');
registerConstraint('occupancy_external_id_key', customerMessages.externalIdTaken, 'input.externalId');
registerConstraint('customer_contact_once', customerMessages.contactTaken, 'input.value');
// The service has checked under a lock what these stand behind; they speak where something went past it.
for (const name of ['occupancy_one_owner', 'occupancy_once']) {
  registerConstraint(name, occupancyMessages.alreadyOpen, undefined, { retryable: true });
}
registerConstraint('customer_merged_into_fkey', mergeMessages.survivorMerged);
registerConstraint('customer_merge_once', mergeMessages.duplicateMerged);
registerConstraint('occupancy_dates', occupancyMessages.endsBeforeStart, 'input.endsOn', { code: 'VALIDATION_FAILED' });

declareContents('unit', { table: 'atrium.occupancy', column: 'unit_id', name: occupancyMessages.plural });
