import { now } from '@atrium/sdk';
import type { TableFormat } from '../../tabular';

export const CONTENT_TYPES: Readonly<Record<TableFormat, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Days for which the files a job has made can be fetched. */
const KEPT_DAYS = 7;

export const fileLife = (): Date => new Date(now().getTime() + KEPT_DAYS * 86_400_000);
