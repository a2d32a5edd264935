import { defineMessages } from '@atrium/sdk';

export const fileMessages = defineMessages('file', {
  tooLarge: {
    en: 'A file may have at most {max} bytes, this one has {given}.',
    'zh-CN': '文件最大 {max} 字节，此文件为 {given} 字节。',
  },
  longerThanSaid: {
    en: 'The upload is longer than the {max} bytes it was announced with.',
    'zh-CN': '上传内容超过声明的 {max} 字节。',
  },
  cutOff: {
    en: 'The upload was cut off: {given} of {expected} bytes came.',
    'zh-CN': '上传中断：应为 {expected} 字节，实际收到 {given} 字节。',
  },
  alreadyUploaded: {
    en: 'This file has been uploaded already. Ask for a new upload.',
    'zh-CN': '该文件已上传，请重新申请上传。',
  },
  badToken: { en: 'This address is not valid.', 'zh-CN': '该地址无效。' },
  expired: { en: 'This address has expired. Ask for a new one.', 'zh-CN': '该地址已过期，请重新获取。' },
  storeFull: {
    en: 'There is no space left for files. Nothing was stored; try again later.',
    'zh-CN': '文件存储空间不足，未保存任何内容，请稍后再试。',
  },
  badType: { en: 'Must be a media type such as {example}.', 'zh-CN': '必须为媒体类型，例如 {example}。' },
});
