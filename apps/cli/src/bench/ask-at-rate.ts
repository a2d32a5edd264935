import { Agent, request } from 'node:http';
import { percentile } from './figures';
import type { Target } from './load';

/**
 * Sends POST requests at fixed moments, `perSecond` of them, whether or not the ones before are answered: so that a slow
 * server is asked for no less, and what waits for it is counted.
 * @returns 95th percentile and median from the moment a request was due to its answer. Milliseconds.
 * @throws Error when an answer was not whole
 */
export async function askAtRate(
  { url, headers, bodies, isWhole }: Target,
  perSecond: number,
  seconds: number,
): Promise<{ p95Ms: number; medianMs: number }> {
  const agent = new Agent({ keepAlive: true });
  const started = performance.now();
  const ask = async (turn: number): Promise<number> => {
    const due = started + (turn * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const body = await post(agent, url, headers, bodies[turn % bodies.length]!);
    const took = performance.now() - due;
    if (!isWhole(body)) throw new Error(`${url} answered ${body.slice(0, 500)}`);
    return took;
  };
  try {
    const times = await Promise.all(Array.from({ length: perSecond * seconds }, (_, turn) => ask(turn)));
    return { p95Ms: percentile(times, 95), medianMs: percentile(times, 50) };
  } finally {
    agent.destroy();
  }
}

const post = (agent: Agent, url: string, headers: Readonly<Record<string, string>>, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: { ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
