import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How old a signature may be, and how far ahead a clock. */
const TOLERANCE_MS = 300_000;
const FORM = /^t=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z),v1=[0-9a-f]{64}$/;

/** `t=<instant, RFC 3339 in UTC>,v1=<HMAC-SHA256 of "t.body" in hex>`, as the header `sandbox-signature`. */
export const signSandboxReport = (body: string, secret: string, at: Date): string => {
  const t = at.toISOString();
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
};

interface SignedCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly receivedAt: Date;
}

/** What a report says (JSON), or undefined unless it is signed with the secret, and not long ago. */
export function readSandboxReport({ headers, body, receivedAt }: SignedCall, secret: string): unknown {
  const header = String(headers['sandbox-signature'] ?? '');
  const t = FORM.exec(header)?.[1];
  const at = new Date(t ?? NaN);
  if (isNaN(at.getTime()) || Math.abs(receivedAt.getTime() - at.getTime()) > TOLERANCE_MS) return undefined;
  const text = body.toString('utf8');
  if (!timingSafeEqual(Buffer.from(header), Buffer.from(signSandboxReport(text, secret, at)))) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
