import { defineList, defineView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { unitView } from '../../properties';
import { feePermissions } from '../fees.permissions';
import { Meter, MeterKindEnum, MeterReading } from './meter.inputs';

export const METER_READ = [feePermissions['fee:read'], feePermissions['meter:record']] as const;

export const meterView: View = defineView({
  type: 'Meter',
  idType: 'meter',
  table: 'atrium.fee_meter',
  nodeAccess: METER_READ,
  fields: {
    id: f.id('meter'),
    unit: f.one(() => unitView, 'unit_id'),
    code: f.column('code'),
    kind: f.column('kind'),
    multiplier: f.decimal('multiplier'),
    rollsOverAt: f.decimal('rolls_over_at'),
    installedOn: f.date('installed_on'),
    firstValue: f.decimal('first_value'),
    externalId: f.column('external_id'),
  },
});

const readingView: View = defineView({
  type: 'MeterReading',
  idType: 'meter_reading',
  table: 'atrium.fee_meter_reading',
  nodeAccess: METER_READ,
  fields: {
    id: f.id('meter_reading'),
    meter: f.one(() => meterView, 'meter_id'),
    readOn: f.date('read_on'),
    previousOn: f.date('previous_on'),
    value: f.decimal('value'),
    follows: f.column('follows'),
    quantity: f.sql((t) => `trim_scale(${t}.quantity)::text`),
    note: f.column('note'),
  },
});

export const MeterList: ListTypes = defineList({
  view: meterView,
  node: Meter,
  filters: {
    unit: filter.id('unit', 'unit_id', 'Of this unit.'),
    community: filter.id('community', 'community_id', 'In this community.'),
    code: filter.text('code', 'By code.'),
    kind: filter.enum('MeterKind', MeterKindEnum, 'kind', 'By what it counts.'),
  },
  orders: { CODE: { columns: [{ column: 'code', type: 'text' }], description: 'By code.' } },
  defaultOrder: { field: 'CODE' },
});

export const MeterReadingList: ListTypes = defineList({
  view: readingView,
  node: MeterReading,
  filters: { meter: filter.id('meter', 'meter_id', 'Of this meter.') },
  orders: { DAY: { columns: [{ column: 'read_on', type: 'date' }], description: 'By day.' } },
  defaultOrder: { field: 'DAY', direction: 'DESC' },
});
