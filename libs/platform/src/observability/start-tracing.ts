import { createRequire } from 'node:module';
import type { Config } from '../config';
import { tracing, useTracing } from './tracing';

let users = 0;
let stop: (() => Promise<void>) | null = null;

/**
 * Switches traces on where a collector is configured; without one the SDK is not even loaded. Answers what switches them off and sends the rest, once the last of the process's applications has ended.
 */
export function startTracing({ observability }: Config, role: string): () => Promise<void> {
  const { otlpEndpoint: endpoint, otlpHeaders, traceSamplePercent: samplePercent } = observability;
  if (endpoint === undefined) return () => Promise.resolve();
  users += 1;
  if (!tracing()) {
    const { OpenTelemetry } = createRequire(__filename)('./open-telemetry') as typeof import('./open-telemetry');
    const pairs = otlpHeaders === '' ? [] : otlpHeaders.split(',').map((pair) => pair.trim());
    const headers = Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    );
    const started = new OpenTelemetry({ endpoint, headers, samplePercent, role });
    useTracing(started);
    stop = () => started.stop();
  }
  return async () => {
    users -= 1;
    if (users > 0) return;
    useTracing(null);
    await stop?.();
    stop = null;
  };
}
