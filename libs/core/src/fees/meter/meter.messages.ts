import { defineMessages } from '@atrium/sdk';

export const meterMessages = defineMessages('feeMeter', {
  below: {
    en: 'The reading {given} of {day} is below the last one, {last} of {lastDay}. If the meter rolled over or was replaced, say so.',
    'zh-CN': '{day} 的读数 {given} 低于 {lastDay} 的读数 {last}。如表已归零或更换，请注明。',
  },
  order: {
    en: 'A reading of {day} must come after the last one, of {lastDay}.',
    'zh-CN': '{day} 的读数须晚于上次抄表日 {lastDay}。',
  },
  negative: { en: 'A reading must be 0 or more.', 'zh-CN': '读数须大于或等于 0。' },
  range: {
    en: 'The reading {given} is above what the meter can show, {most}.',
    'zh-CN': '读数 {given} 超过表的最大读数 {most}。',
  },
  noRollover: {
    en: 'The meter did not roll over: {given} is not below the last reading, {last}.',
    'zh-CN': '表未归零：读数 {given} 不低于上次读数 {last}。',
  },
  unlikely: {
    en: 'Consumption of {quantity} is unlikely: about {usual} is usual for {days} days.',
    'zh-CN': '用量 {quantity} 异常：{days} 天的正常用量约为 {usual}。',
  },
});
