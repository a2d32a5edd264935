import { OutboundError, type OutboundFailure } from '@atrium/sdk';

const FAILURES: readonly (readonly [RegExp, OutboundFailure, string])[] = [
  [/^(ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL|EREFUSED)$/, 'UNKNOWN_HOST', 'the name of the host is not known'],
  [/^ECONNREFUSED$/, 'NO_CONNECTION', 'nobody takes the connection'],
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'TIMED_OUT', 'the connection did not come about in time'],
  [
    /^(ERR_TLS_|ERR_SSL_|CERT_|EPROTO$|DEPTH_|SELF_|UNABLE_|HOSTNAME_|INVALID_CA)/,
    'TLS_FAILED',
    'no secure connection',
  ],
  [/^HPE_/, 'BAD_ANSWER', 'the answer is no HTTP'],
  [/^E[A-Z]+$/, 'NO_CONNECTION', 'the connection broke'],
];

/** What went wrong on the way out. Of the error's own words only its code is told: they can name our side of it. */
export function failureOf(error: Error): Error {
  if (error instanceof OutboundError || error.name === 'AbortError') return error;
  // Several addresses were tried: what the first one said stands for all.
  const first = error instanceof AggregateError ? (error.errors[0] as Error | undefined) : error;
  const { code } = (first ?? error) as { code?: unknown };
  if (typeof code !== 'string') return error;
  const [, failure, words] = FAILURES.find(([form]) => form.test(code)) ?? [null, null, ''];
  return failure === null ? error : new OutboundError(failure, `${words} (${code})`, error);
}
