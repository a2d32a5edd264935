import { defineMessages, registerConstraint } from '@atrium/sdk';

export const takeOverMessages = defineMessages('takeOver', {
  open: {
    en: 'This community is offered already. Withdraw that offer first.',
    'zh-CN': '该项目已有有效的移交邀约，请先撤回。',
  },
  needsProperties: {
    en: 'Properties always go along; documents and history only together with customers.',
    'zh-CN': '房产信息必须移交；证件和往来记录须与客户一并移交。',
  },
  erasesWhatGoes: {
    en: 'Customers can be erased here afterwards only when they go along.',
    'zh-CN': '仅当客户一并移交时，才可在移交后删除客户信息。',
  },
  unknownCode: {
    en: 'This code is wrong, used, withdrawn or too old. Ask the other company for a new one.',
    'zh-CN': '该移交码无效、已使用、已撤回或已过期，请向对方索取新的移交码。',
  },
  own: {
    en: 'This is your own offer; another company takes it over.',
    'zh-CN': '这是本公司的邀约，须由其他公司接收。',
  },
  codeTaken: {
    en: 'There is a community with the code "{code}" here already. Change its code first.',
    'zh-CN': '本公司已有编号为“{code}”的项目，请先修改其编号。',
  },
  takenBefore: {
    en: 'Rows of this community are here already: it was taken over or given away before.',
    'zh-CN': '本公司已有该项目的数据：此前已接收或移交过。',
  },
  notOpen: { en: 'This offer is {state} already.', 'zh-CN': '该邀约状态为 {state}。' },
});

registerConstraint('community_offer_open', takeOverMessages.open);
