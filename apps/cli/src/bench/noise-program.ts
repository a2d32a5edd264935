import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveParent } from '../harness/serve-parent';
import { load, type Loaded } from './load';

/** One kind of call that is sent as fast as it is answered. */
export interface Noise {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
  readonly connections: number;
}

/** What is asked for by POST; answered when the seconds are over, with what each kind has reached. */
export interface NoiseRequest {
  readonly kinds: readonly Noise[];
  readonly seconds: number;
}

const isWhole = (body: string): boolean => body.startsWith('{"data":{') && !body.includes('"errors"');

/** A load in a process of its own, so that whoever measures beside it is not kept from the clock. */
serveParent<object>(async () => {
  const make = async ({ kinds, seconds }: NoiseRequest): Promise<Loaded[]> =>
    Promise.all(kinds.map(({ connections, ...target }) => load({ ...target, isWhole }, connections, seconds)));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      make(JSON.parse(Buffer.concat(chunks).toString()) as NoiseRequest).then(
        (made) => response.writeHead(200).end(JSON.stringify(made)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
});
