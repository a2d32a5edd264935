import autocannon from 'autocannon';
import { percentile } from './figures';

export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in turn, over and over. */
  readonly bodies: readonly string[];
  /** Is this a whole answer? One that is not spoils the measurement. */
  readonly isWhole: (body: string) => boolean;
}

export interface Loaded {
  readonly requestsPerSecond: number;
  readonly p95Ms: number;
}

/**
 * Sends POST requests over `connections` connections for `seconds`, the next when the answer to the last is there.
 * @throws Error when an answer was not whole, with the beginning of the first such
 */
export async function load(target: Target, connections: number, seconds: number): Promise<Loaded> {
  const { url, headers, bodies, isWhole } = target;
  const times: number[] = [];
  let refused = 0;
  let strange: string | null = null;
  let last = 0;
  const started = performance.now();
  const { errors, mismatches } = await new Promise<autocannon.Result>((resolve, reject) => {
    const options: autocannon.Options = {
      url,
      connections,
      duration: seconds,
      method: 'POST',
      headers: { ...headers },
      requests: bodies.map((body) => ({ body })),
      verifyBody: (body) => {
        const isGood = isWhole(String(body));
        if (!isGood) strange ??= String(body).slice(0, 300);
        return isGood;
      },
    };
    const running = autocannon(options, (error: unknown, result) => (error ? reject(error as Error) : resolve(result)));
    running.on('response', (_client, status, _bytes, milliseconds) => {
      times.push(milliseconds);
      last = performance.now();
      if (status !== 200) refused += 1;
    });
  });
  const wrong = refused + errors + mismatches;
  if (wrong > 0 || times.length === 0) {
    throw new Error(
      `${url}: ${wrong} of ${times.length} answers were not whole; the first of them: ${String(strange)}`,
    );
  }
  return { requestsPerSecond: (times.length / (last - started)) * 1000, p95Ms: percentile(times, 95) };
}
