import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly json: {
    id: string;
    type: string;
    version: number;
    timestamp: string;
    company: string;
    data: Record<string, unknown>;
  };
}

export type Answering = (request: Received, response: ServerResponse) => void;

/** A program that is told: an HTTP server of its own that notes what comes. */
export class Receiver {
  readonly received: Received[] = [];
  private readonly answers = new Map<string, Answering>();
  private readonly waiting: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async open(): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const receiver = new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const path = request.url!;
        const one = { path, headers: request.headers, body, json: JSON.parse(body) as Received['json'] };
        receiver.received.push(one);
        for (const wake of receiver.waiting.splice(0)) wake();
        (receiver.answers.get(path) ?? ((_, answer) => answer.end('ok')))(one, response);
      });
    });
    return receiver;
  }

  /** What a path answers from now on; without it 200. */
  answer(path: string, how: Answering | number): void {
    this.answers.set(path, typeof how === 'number' ? (_, response) => response.writeHead(how).end() : how);
  }

  /** What has come to a path. */
  at(path: string): Received[] {
    return this.received.filter((one) => one.path === path);
  }

  /** Once so many have come to a path. */
  async has(path: string, count: number): Promise<Received[]> {
    while (this.at(path).length < count) await new Promise<void>((wake) => this.waiting.push(wake));
    return this.at(path);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
