import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

const of = (happened: string) =>
  defineEvent({ name: `staff.${happened}`, version: 1, aggregate: 'staff', schema: z.object({ staffId: z.uuid() }) });

/** Who comes and goes, invited one by one or by an import. */
export const staffEvents = {
  invited: of('invited'),
  joined: of('joined'),
  disabled: of('disabled'),
  enabled: of('enabled'),
} as const;
