import { defineImportKind, fieldType, importChoices } from '@atrium/sdk';
import { feePermissions } from '../fees.permissions';
import type { MeterKindEnum } from '../meters/meter.inputs';
import { field, placeFields } from './common.fields';
import { importMessages } from './import.messages';

type MeterKind = keyof typeof MeterKindEnum;
const KINDS = importChoices<MeterKind>({
  WATER: ['water', '水表', '冷水表', '冷水', '自来水'],
  HOT_WATER: ['hot water', '热水表', '热水'],
  ELECTRICITY: ['electricity', '电表', '电', 'power'],
  GAS: ['gas', '燃气表', '燃气', '天然气'],
  HEAT: ['heat', '热量表', '暖气', '供暖'],
  OTHER: ['other', '其他', '其它'],
});
const value = fieldType.decimal({ min: '0', max: '999999999999', scale: 4 });

/** Rows of meter readings, in the order of their days. */
export const readingImport = defineImportKind({
  name: 'METER_READINGS',
  permission: feePermissions['meter:record'],
  title: importMessages.readingsTitle,
  description: importMessages.readings,
  batchSize: 100,
  fields: {
    ...placeFields,
    meter: field(
      'readingMeter',
      { en: 'Meter', 'zh-CN': '表号' },
      { en: 'Code of the meter, unique in the community.', 'zh-CN': '仪表编号，项目内唯一。' },
      fieldType.text({ max: 60 }),
      ['仪表编号', '水表号', '电表号', '表具编号', 'meter code', 'meter no'],
      true,
    ),
    kind: field(
      'meterKind',
      { en: 'Kind of meter', 'zh-CN': '仪表类型' },
      { en: 'What a new meter counts; water when not given.', 'zh-CN': '新仪表的类型；未填写时为水表。' },
      fieldType.choice<MeterKind>(KINDS),
      ['表类型', '表具类型', 'meter kind'],
    ),
    readOn: field(
      'readOn',
      { en: 'Day', 'zh-CN': '抄表日期' },
      { en: 'Day of the reading.', 'zh-CN': '抄表的日期。' },
      fieldType.date(),
      ['读数日期', '抄表时间', 'read on', 'reading date', 'date'],
      true,
    ),
    value: field(
      'value',
      { en: 'Value', 'zh-CN': '本次读数' },
      { en: 'What it showed.', 'zh-CN': '表显读数。' },
      value,
      ['读数', '止数', '本期读数', '止码', '本次止码', 'reading', 'current reading'],
      true,
    ),
    rolledOver: field(
      'rolledOver',
      { en: 'Rolled over', 'zh-CN': '是否归零' },
      { en: 'It came past its highest value.', 'zh-CN': '表计已超过最大值归零。' },
      fieldType.boolean(),
      ['归零', '翻转', 'rolled over'],
    ),
    finalValue: field(
      'finalValue',
      { en: 'Old meter ended at', 'zh-CN': '旧表止数' },
      { en: 'Where it was replaced: what the old one showed at the end.', 'zh-CN': '换表时旧表的最后读数。' },
      value,
      ['旧表读数', '拆表读数', 'final value'],
    ),
    firstValue: field(
      'firstValue',
      { en: 'New meter began at', 'zh-CN': '新表起数' },
      { en: 'Where it was replaced: what the new one began with.', 'zh-CN': '换表时新表的起始读数。' },
      value,
      ['新表底数', '新表读数', 'first value'],
    ),
    confirm: field(
      'confirm',
      { en: 'Confirmed', 'zh-CN': '是否确认' },
      { en: 'Taken though it is implausible; the note says why.', 'zh-CN': '读数异常但确认无误，须填写说明。' },
      fieldType.boolean(),
      ['确认', '异常确认', 'confirmed'],
    ),
    note: field(
      'readingNote',
      { en: 'Note', 'zh-CN': '说明' },
      { en: 'Note, such as why it is confirmed.', 'zh-CN': '备注，例如确认原因。' },
      fieldType.text({ max: 500 }),
      ['备注', '抄表说明', 'note', 'remark'],
    ),
  },
});

export type ReadingFields = (typeof readingImport)['fields'];
