import { defineMessages } from '@atrium/sdk';

export const runMessages = defineMessages('billingRun', {
  failed: { en: 'Something went wrong on our side; the run can be resumed.', 'zh-CN': '系统内部错误，可继续执行。' },
  state: { en: 'The run is {state}.', 'zh-CN': '出账任务状态为 {state}。' },
  cost: { en: 'This item is no shared cost.', 'zh-CN': '该收费项目不是公摊项目。' },
  page: { en: 'Must be 1 to {max}.', 'zh-CN': '须为 1 到 {max}。' },
  cursor: { en: 'Give the `next` of the page before.', 'zh-CN': '请使用上一页返回的 next。' },
});
