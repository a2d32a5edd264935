import {
  allSegmentFields,
  Allow,
  context,
  CUSTOMER_RECORD,
  holds,
  type Locale,
  type OwnedSegmentField,
  rootOf,
  SEGMENT_OPERATORS,
  segmentRecord,
} from '@atrium/sdk';
import { Query, Resolver } from '@nestjs/graphql';
import { SEGMENT_READ } from '../audiences.views';
import { comparisonOf } from '../rule/rule.types';
import { permissionsOf, SegmentRules } from '../rule/segment-rules';
import { SegmentField } from './field.type';

@Resolver()
export class SegmentFieldsResolver {
  constructor(private readonly rules: SegmentRules) {}

  @Allow(...SEGMENT_READ)
  @Query(() => [SegmentField], {
    description: 'What rules can ask: fields of the core, and of the plugins that the company has enabled.',
  })
  async segmentFields(): Promise<SegmentField[]> {
    const { isEnabled } = await this.rules.setting();
    const { locale } = context();
    return allSegmentFields()
      .filter(({ plugin }) => plugin === null || isEnabled(plugin))
      .map((field) => shown(field, locale));
  }
}

function shown(field: OwnedSegmentField, locale: Locale): SegmentField {
  const { name, type, label, description, choices, unit, plugin } = field;
  const record = field.of === CUSTOMER_RECORD ? undefined : rootOf(segmentRecord(field.of)!);
  const permissions = [...new Set(permissionsOf(field))];
  return {
    name,
    type,
    plugin,
    permissions,
    label: label[locale],
    description: description[locale],
    comparison: comparisonOf(field),
    operators: field.operators ?? SEGMENT_OPERATORS[type],
    choices: choices ? Object.entries(choices).map(([value, words]) => ({ value, label: words[locale] })) : null,
    unit: unit?.[locale] ?? null,
    record: record ? { name: record.name, label: record.label[locale], description: record.description[locale] } : null,
    isSensitive: isSensitive(field),
    isUsable: permissions.every(holds),
  };
}

function isSensitive(field: OwnedSegmentField): boolean {
  const record = field.of === CUSTOMER_RECORD ? undefined : segmentRecord(field.of);
  return field.sensitive === true || record?.sensitive === true;
}
