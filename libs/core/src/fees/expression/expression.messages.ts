import { defineMessages } from '@atrium/sdk';

export const expressionMessages = defineMessages('feeExpression', {
  tooLong: {
    en: 'The formula has {count} characters; at most {max} are allowed.',
    'zh-CN': '公式共 {count} 个字符，最多允许 {max} 个。',
  },
  tooDeep: {
    en: 'At position {position}: nested too deeply; at most {max} levels are allowed.',
    'zh-CN': '第 {position} 个字符处嵌套过深，最多允许 {max} 层。',
  },
  character: {
    en: 'At position {position}: "{found}" means nothing here. Allowed are numbers, names, + - * / ( ) , and < <= > >= = <>.',
    'zh-CN': '第 {position} 个字符“{found}”无法识别。可使用数字、名称、+ - * / ( ) , 以及 < <= > >= = <>。',
  },
  number: {
    en: 'At position {position}: {found} has too many digits; at most 12 before and 12 after the point are allowed.',
    'zh-CN': '第 {position} 个字符处的数字 {found} 位数过多，小数点前后各最多 12 位。',
  },
  expected: {
    en: 'At position {position}: found {found} where {expected} should be.',
    'zh-CN': '第 {position} 个字符处为 {found}，此处应为{expected}。',
  },
  expectedValue: {
    en: 'At position {position}: found {found} where a number, a name or "(" should be.',
    'zh-CN': '第 {position} 个字符处为 {found}，此处应为数字、名称或“(”。',
  },
  unfinished: {
    en: 'The formula ends too early: {expected} is missing.',
    'zh-CN': '公式不完整，缺少{expected}。',
  },
  unfinishedValue: {
    en: 'The formula ends too early: a number, a name or "(" is missing.',
    'zh-CN': '公式不完整，缺少数字、名称或“(”。',
  },
  goesOn: {
    en: 'At position {position}: the formula should end or go on with an operator, but {found} follows.',
    'zh-CN': '第 {position} 个字符处公式应结束或接运算符，但出现了 {found}。',
  },
  unknownName: {
    en: 'At position {position}: there is no value {found}. Known are: {known}.',
    'zh-CN': '第 {position} 个字符处的变量 {found} 不存在。可用变量：{known}。',
  },
  unknownFunction: {
    en: 'At position {position}: there is no function {found}. Known are: {known}.',
    'zh-CN': '第 {position} 个字符处的函数 {found} 不存在。可用函数：{known}。',
  },
  arguments: {
    en: 'At position {position}: {function} takes {expected} values, {count} are given.',
    'zh-CN': '第 {position} 个字符处的 {function} 需要 {expected} 个参数，实际为 {count} 个。',
  },
  unknownUnit: {
    en: 'At position {position}: there is no unit {found}. Known are: {known}.',
    'zh-CN': '第 {position} 个字符处的单位 {found} 不存在。可用单位：{known}。',
  },
  condition: {
    en: 'At position {position}: "if" begins with a comparison, such as area > 100 m2.',
    'zh-CN': '第 {position} 个字符处：if 的第一个参数须为比较，例如 area > 100 m2。',
  },
  comparison: {
    en: 'At position {position}: a comparison can only be the condition of "if".',
    'zh-CN': '第 {position} 个字符处：比较只能作为 if 的条件。',
  },
  units: {
    en: 'At position {position}: {left} and {right} do not go together: both sides need the same unit.',
    'zh-CN': '第 {position} 个字符处：{left} 与 {right} 不能直接运算，两边单位须相同。',
  },
  notMoney: {
    en: 'The result is {unit}; it must be an amount of money ({money}).',
    'zh-CN': '公式结果的单位为 {unit}，须为金额（{money}）。',
  },
  noStep: {
    en: 'At position {position}: what "round" rounds to must be a number above zero, such as 0.1 CNY.',
    'zh-CN': '第 {position} 个字符处：round 的进位单位须为大于零的数字，例如 0.1 CNY。',
  },
  zero: {
    en: 'At position {position}: division by zero.',
    'zh-CN': '第 {position} 个字符处：除数为零。',
  },
  missing: {
    en: 'At position {position}: {name} is not known for this unit and period.',
    'zh-CN': '第 {position} 个字符处：该房屋在本期没有 {name} 的数据。',
  },
  negative: {
    en: 'The formula gives {value}: a charge cannot be below zero.',
    'zh-CN': '公式结果为 {value}，应收金额不能小于零。',
  },
});
