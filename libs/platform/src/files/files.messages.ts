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
  otherType: {
    en: 'The file is {given}; allowed are {allowed}.',
    'zh-CN': '文件类型为 {given}，仅允许 {allowed}。',
  },
  notWhatItSays: {
    en: 'The file was announced as {declared}, and its content is {found}. Nothing was stored.',
    'zh-CN': '文件声明为 {declared}，实际内容为 {found}，未保存。',
  },
  badRange: {
    en: 'The file has {bytes} bytes: this range is not in it.',
    'zh-CN': '文件共 {bytes} 字节，请求的范围无效。',
  },
  imageDamaged: {
    en: 'The image is damaged or of a kind that cannot be read.',
    'zh-CN': '图片已损坏或格式无法读取。',
  },
  imageTooLarge: {
    en: 'The image has more pixels than are allowed. Make it smaller.',
    'zh-CN': '图片像素过大，请缩小后再上传。',
  },
  imageNoRoom: {
    en: 'There is no room for the image in what the company’s plan allows.',
    'zh-CN': '当前套餐的文件空间不足，无法保存该图片。',
  },
  imageFailed: {
    en: 'The image could not be processed. Upload it again.',
    'zh-CN': '图片处理失败，请重新上传。',
  },
  badType: { en: 'Must be a media type such as {example}.', 'zh-CN': '必须为媒体类型，例如 {example}。' },
});
