import { defineMessages, type Message } from '@atrium/sdk';
import type { TableErrorCode } from '../../tabular';

/** What is wrong with a file as a whole, in words for people. */
export const tableMessages: Readonly<Record<TableErrorCode, Message>> = defineMessages('table', {
  FILE_EMPTY: { en: 'The file has no rows.', 'zh-CN': '文件中没有数据。' },
  FILE_TOO_LARGE: {
    en: 'The file has {bytes} bytes; at most {limit} are allowed.',
    'zh-CN': '文件大小为 {bytes} 字节，最多允许 {limit} 字节。',
  },
  NOT_A_TABLE: { en: 'The file is {given}; allowed are {allowed}.', 'zh-CN': '文件类型为 {given}，仅支持 {allowed}。' },
  ENCRYPTED: {
    en: 'The workbook is protected with a password; save it without one.',
    'zh-CN': '工作簿有密码保护，请另存为无密码的文件。',
  },
  CUT_OFF: { en: 'The file ends too early ({part}).', 'zh-CN': '文件不完整（{part}）。' },
  DAMAGED: { en: 'The file is damaged ({part}).', 'zh-CN': '文件已损坏（{part}）。' },
  ZIP_BOMB: {
    en: 'The file unpacks to more than is allowed ({limit}: {allowed}).',
    'zh-CN': '文件解压后超出允许的大小（{limit}：{allowed}）。',
  },
  TOO_MANY_COLUMNS: {
    en: 'Row {row} has {columns} columns; at most {limit} are allowed.',
    'zh-CN': '第 {row} 行有 {columns} 列，最多允许 {limit} 列。',
  },
  DUPLICATE_HEADER: {
    en: 'The header "{header}" stands on columns {columns}.',
    'zh-CN': '表头“{header}”重复出现在第 {columns} 列。',
  },
  HEADER_NOT_FOUND: {
    en: 'Row {row}, given as header row, is empty or missing.',
    'zh-CN': '指定的表头行（第 {row} 行）为空或不存在。',
  },
  BAD_ENCODING: {
    en: 'The text is not {encoding}: line {line}, byte {offset}.',
    'zh-CN': '文本编码不是 {encoding}：第 {line} 行，第 {offset} 字节。',
  },
  UNKNOWN_ENCODING: { en: 'The encoding "{given}" is not known.', 'zh-CN': '未知的编码“{given}”。' },
  SHEET_NOT_FOUND: {
    en: 'There is no sheet "{given}"; there are {allowed}.',
    'zh-CN': '没有工作表“{given}”，现有：{allowed}。',
  },
  CELL_TOO_LONG: {
    en: 'A value is longer than {limit} characters ({part}).',
    'zh-CN': '有单元格内容超过 {limit} 个字符（{part}）。',
  },
  SINK_CLOSED: { en: 'The receiver went away.', 'zh-CN': '接收方已断开。' },
});
