import { defineMessages } from '@atrium/sdk';

export const bankMessages = defineMessages('feeBank', {
  settled: { en: 'The line is {state} already.', 'zh-CN': '该流水状态为 {state}，不能再处理。' },
});
