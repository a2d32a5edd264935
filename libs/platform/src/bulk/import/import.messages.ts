import { defineMessages } from '@atrium/sdk';

export const importMessages = defineMessages('import', {
  problemsColumn: { en: 'Problems', 'zh-CN': '问题' },
  controlCharacters: { en: 'The cell holds characters that cannot be shown.', 'zh-CN': '单元格包含不可见的控制字符。' },
  cellTooLong: { en: 'At most {limit} characters are allowed in a cell.', 'zh-CN': '单元格最多 {limit} 个字符。' },
  errorCell: {
    en: 'The cell shows the error of a formula: put the value there.',
    'zh-CN': '单元格是公式错误，请填写具体的值。',
  },
  digitsLost: {
    en: 'The spreadsheet has rounded this number: format the column as text and type it again.',
    'zh-CN': '电子表格已将该数字四舍五入：请把该列设为文本格式后重新填写。',
  },
  extraCell: {
    en: 'There is a value to the right of the last header: perhaps a delimiter inside a value is not quoted.',
    'zh-CN': '最后一个表头右侧还有内容：可能是值中的分隔符未加引号。',
  },
  cutOff: { en: 'The file ends in the middle of this row.', 'zh-CN': '文件在此行中间被截断。' },
  duplicate: {
    en: 'Row {first} of this file already speaks of the same thing.',
    'zh-CN': '本文件第 {first} 行已包含同一对象。',
  },
  notAMapping: {
    en: 'A mapping is an object of texts: header by field name.',
    'zh-CN': '映射必须是“字段名: 表头”形式的对象。',
  },
  mappingUnknownField: {
    en: '{field} is no field of this kind; there are {allowed}.',
    'zh-CN': '{field} 不是可导入的字段；可用字段：{allowed}。',
  },
  mappingUnknownHeader: {
    en: 'The file has no column "{header}"; it has {allowed}.',
    'zh-CN': '文件中没有列“{header}”；现有列：{allowed}。',
  },
  mappingUsedTwice: {
    en: 'The column "{header}" feeds two fields: {fields}.',
    'zh-CN': '列“{header}”对应了多个字段：{fields}。',
  },
  mappingMissing: { en: 'No column feeds {field}, which every row needs.', 'zh-CN': '必填字段 {field} 没有对应的列。' },
  tooManyRows: { en: 'The file has more than {limit} rows.', 'zh-CN': '文件超过 {limit} 行。' },
  tableProblem: { en: 'The file cannot be read: {problem}', 'zh-CN': '无法读取文件：{problem}' },
  suspended: {
    en: 'The company is suspended. What was brought in before stays; once it is resumed, import the file again.',
    'zh-CN': '该企业已被暂停服务。此前已导入的数据保留；恢复服务后请重新导入该文件。',
  },
  closed: {
    en: 'The company is closed. What was brought in before stays.',
    'zh-CN': '该企业已关闭。此前已导入的数据保留。',
  },
  failed: { en: 'The job failed on our side.', 'zh-CN': '任务因系统原因失败。' },
});
