import { defineMessages } from '@atrium/sdk';

/** Sentences of how a line came about. Amounts and factors are exact text; `…` marks decimals that go on. */
export const explainMessages = defineMessages('feeTrace', {
  fixed: {
    en: '{price} × {quantity} (price since {since})',
    'zh-CN': '单价 {price} × 数量 {quantity}（单价自 {since} 起执行）',
  },
  area: {
    en: '{area} m² × {price} (price since {since})',
    'zh-CN': '面积 {area} m² × 单价 {price}（单价自 {since} 起执行）',
  },
  areaCoefficient: {
    en: '{area} m² × coefficient {coefficient} × {price} (price since {since})',
    'zh-CN': '面积 {area} m² × 系数 {coefficient} × 单价 {price}（单价自 {since} 起执行）',
  },
  metered: {
    en: 'Of {counted} counted: {tiers} (price since {since})',
    'zh-CN': '用量 {counted}：{tiers}（单价自 {since} 起执行）',
  },
  expression: {
    en: '{text} with {values} = {result}',
    'zh-CN': '公式 {text}，其中 {values}，结果 {result}',
  },
  sharedByArea: { en: 'Weight by area: {measure} m²', 'zh-CN': '按面积分摊：{measure} m²' },
  sharedByHousehold: { en: 'Weight by household: {measure}', 'zh-CN': '按户分摊：{measure} 户' },
  sharedByShare: { en: 'Weight by share: {measure}', 'zh-CN': '按份额分摊：{measure} 份' },
  ownPrice: { en: 'The price is agreed for this unit.', 'zh-CN': '该单价为本房屋单独约定。' },
  factor: { en: '× {factor} ({kind})', 'zh-CN': '× 系数 {factor}（{kind}）' },
  days: {
    en: '{from} to {last}: {days} of {of} days',
    'zh-CN': '{from} 至 {last}：计 {days}/{of} 天',
  },
  halves: {
    en: '{from} to {last}: {days} of {of} halves of the month',
    'zh-CN': '{from} 至 {last}：计 {days}/{of} 个半月',
  },
  wholeMonth: { en: '{from} to {last}: counted in full', 'zh-CN': '{from} 至 {last}：全额计收' },
  part: { en: 'makes {amount}', 'zh-CN': '小计 {amount}' },
  sum: { en: 'Sum {unrounded}', 'zh-CN': '合计 {unrounded}' },
  cost: {
    en: 'Part of {total}: weight {weight} of {weights}, what rounding leaves to the largest remainders: {rounded}',
    'zh-CN': '总费用 {total} 中的分摊：权重 {weight}/{weights}，尾差按最大余数分配：{rounded}',
  },
  roundedHALF_UP: {
    en: 'Rounded half up to {step}: {rounded}',
    'zh-CN': '四舍五入至 {step}：{rounded}',
  },
  roundedDOWN: { en: 'Rounded down to {step}: {rounded}', 'zh-CN': '舍去至 {step}：{rounded}' },
  roundedUP: { en: 'Rounded up to {step}: {rounded}', 'zh-CN': '进位至 {step}：{rounded}' },
  share: {
    en: 'Of this, share {share} of {shares}: {amount}',
    'zh-CN': '其中本人份额 {share}/{shares}：{amount}',
  },
  tax: {
    en: 'Including {tax} tax at {rate} %',
    'zh-CN': '其中含税额 {tax}（税率 {rate}%）',
  },
});
