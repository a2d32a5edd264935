import { defineMessages, registerConstraint } from '@atrium/sdk';

export const lifeMessages = defineMessages('tenantLife', {
  move: {
    en: 'The company is {status}: {action} is not possible. Possible are: {allowed}.',
    'zh-CN': '该公司当前状态为 {status}，无法执行 {action}。可执行：{allowed}。',
  },
  moved: {
    en: 'Somebody changed the company’s standing at the same moment. Look at it again.',
    'zh-CN': '公司状态刚被他人变更，请重新查看。',
  },
  unknownPlan: { en: 'There is no such plan.', 'zh-CN': '没有该套餐。' },
  slugDiffers: {
    en: 'To confirm, give the company’s short name exactly as it is.',
    'zh-CN': '请准确输入公司标识以确认。',
  },
  erasureAsked: {
    en: 'The erasure of this company was asked for already; it is due at {due}.',
    'zh-CN': '该公司的数据删除申请已提交，将于 {due} 执行。',
  },
  noErasure: { en: 'No erasure of this company is asked for.', 'zh-CN': '该公司没有待执行的数据删除申请。' },
});

registerConstraint('tenant_plan_known', lifeMessages.unknownPlan, 'input.plan', { code: 'VALIDATION_FAILED' });
