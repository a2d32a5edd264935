import { defineImportKind, fieldType } from '@atrium/sdk';
import { feePermissions } from '../fees.permissions';
import { field, itemField, placeFields, whoFields } from './common.fields';
import { importMessages } from './import.messages';

/** Rows of assignments. */
export const assignmentImport = defineImportKind({
  name: 'FEE_ASSIGNMENTS',
  permission: feePermissions['fee:manage'],
  title: importMessages.assignmentsTitle,
  description: importMessages.assignments,
  fields: {
    ...placeFields,
    feeItem: { ...itemField, required: true as const },
    startsOn: field(
      'assignmentStartsOn',
      { en: 'First day', 'zh-CN': '起收日期' },
      {
        en: 'First day that is charged here: what another system has charged already lies before it.',
        'zh-CN': '本系统起收的第一天；原系统已收取的期间在此之前。',
      },
      fieldType.date(),
      ['开始日期', '起始日期', '计费开始日期', '收费开始', 'starts on', 'from', 'start date'],
      true,
    ),
    lastDay: field(
      'assignmentLastDay',
      { en: 'Last day', 'zh-CN': '止收日期' },
      {
        en: 'Last day that is charged, included; none when not given.',
        'zh-CN': '收费的最后一天（含当日）；未填写表示未定。',
      },
      fieldType.date(),
      ['结束日期', '截止日期', '计费结束日期', 'last day', 'until', 'end date'],
    ),
    quantity: field(
      'quantity',
      { en: 'Quantity', 'zh-CN': '数量' },
      { en: 'How many of what is priced; 1 when not given.', 'zh-CN': '计费数量；未填写时为 1。' },
      fieldType.decimal({ min: '0.0001', max: '9999999999', scale: 4 }),
      ['计费数量', '份数', '份额', 'quantity', 'share'],
    ),
    meter: field(
      'meter',
      { en: 'Meter', 'zh-CN': '表号' },
      { en: 'Code of the unit’s meter, for a metered item.', 'zh-CN': '该房屋仪表的编号，用于按表计量的项目。' },
      fieldType.text({ max: 60 }),
      ['仪表编号', '水表号', '电表号', '表具编号', 'meter code', 'meter no'],
    ),
    ownPrice: field(
      'ownPrice',
      { en: 'Own price', 'zh-CN': '单独定价' },
      { en: 'A price in place of the item’s.', 'zh-CN': '代替收费项目单价的价格。' },
      fieldType.decimal({ min: '0', max: '999999999999', scale: 6 }),
      ['协议单价', '优惠单价', '特殊单价', 'own price', 'special price'],
    ),
    ...whoFields,
    externalId: field(
      'assignmentExternalId',
      { en: 'External id', 'zh-CN': '外部编号' },
      { en: 'Key of the assignment in another system.', 'zh-CN': '该分配在其他系统中的编号。' },
      fieldType.text({ max: 100 }),
      ['系统编号', 'id', 'assignment id'],
    ),
  },
});

export type AssignmentFields = (typeof assignmentImport)['fields'];
