import { defineCounter, defineDuration, defineGauge, ERROR_CODES } from '@atrium/sdk';

/** `none`: refused before it was known what is asked for. */
const TYPES = ['query', 'mutation', 'subscription', 'none'] as const;
export type RequestType = (typeof TYPES)[number];

const requests = defineCounter({
  name: 'atrium_requests_total',
  help: 'GraphQL operations answered, by type and outcome: OK or the code of the first error. Of a subscription each message counts.',
  labels: { type: TYPES, code: ['OK', ...ERROR_CODES] },
});
const requestDuration = defineDuration({
  name: 'atrium_request_duration_seconds',
  help: 'Time from the arrival of an operation to its answer, by type.',
  labels: { type: TYPES },
});
const requestCost = defineCounter({
  name: 'atrium_request_cost_total',
  help: 'Cost points of the operations that were measured, by type.',
  labels: { type: TYPES },
});

export const operationsNow = defineGauge({
  name: 'atrium_operations',
  help: 'Operations that run and that wait for their turn.',
  labels: { state: ['running', 'waiting'] },
});

/** What of an answer is counted. */
interface Answered {
  readonly errors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
}

/** @param began `performance.now()` when it came in */
export function noteRequest(type: RequestType, { errors }: Answered, cost: number, began: number): void {
  const code = errors?.length ? String(errors[0]!.extensions?.code) : 'OK';
  requests.add({ type, code: code as 'OK' });
  requestDuration.observe({ type }, (performance.now() - began) / 1000);
  if (cost > 0) requestCost.add({ type }, cost);
}
