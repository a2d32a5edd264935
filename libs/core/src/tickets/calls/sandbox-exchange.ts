import type { CallReport, ExchangeCall, TelephonyExchange } from '@atrium/sdk';
import { z } from 'zod';
import { readSandboxReport } from '../../signed-reports/signed-reports';

const text = (max: number) => z.string().min(1).max(max);
const reportSchema = z.object({
  callId: text(100),
  event: z.enum(['RINGING', 'ANSWERED', 'ENDED']),
  direction: z.enum(['INBOUND', 'OUTBOUND']).default('INBOUND'),
  number: text(40),
  queue: text(60).nullable().default(null),
  agent: text(200).nullable().default(null),
  at: z.iso.datetime(),
  seconds: z.number().int().min(0).max(86_400).default(0),
  recordingUrl: z
    .url({ protocol: /^https$/ })
    .max(500)
    .nullable()
    .default(null),
});

/** For trying things out: calls are told of by reports that the developer signs with the secret the company entered. */
export const sandboxExchange: TelephonyExchange = {
  name: 'sandbox',
  read(call: ExchangeCall, secret: string): CallReport | null {
    const read = reportSchema.safeParse(readSandboxReport(call, secret));
    return read.success ? { ...read.data, at: new Date(read.data.at) } : null;
  },
};
