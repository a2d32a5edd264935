import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Log, metricsRegistry } from '@atrium/sdk';
import { collectDefaultMetrics } from 'prom-client';
import type { Readiness } from './readiness';

export interface ManagementAddress {
  readonly host: string;
  readonly port: number;
}

const log = new Log('Management');
let processMeasured = false;

/** Memory, CPU, event loop and garbage of the process, from the first server on. */
function measureProcess(): void {
  if (processMeasured) return;
  processMeasured = true;
  collectDefaultMetrics({ register: metricsRegistry() });
}

/**
 * What the operator's monitoring asks of a process, on a port of its own that only it reaches: figures and health.
 * An API and a worker in one process share it.
 */
export class ManagementServer {
  private static readonly open = new Map<string, Promise<ManagementServer>>();
  private readonly users = new Set<Readiness>();
  private readonly server: Server;

  private constructor(private readonly key: string) {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        log.error('The management server could not answer', { error });
        response.destroy();
      });
    });
  }

  /** Opens the server of this address, or joins it. */
  static async join({ host, port }: ManagementAddress, readiness: Readiness): Promise<ManagementServer> {
    const key = `${host} ${port}`;
    let opened = ManagementServer.open.get(key);
    if (!opened) {
      const one = new ManagementServer(key);
      opened = one.listen({ host, port });
      ManagementServer.open.set(key, opened);
      opened.catch(() => ManagementServer.open.delete(key));
    }
    const server = await opened;
    server.users.add(readiness);
    return server;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The last one to leave closes it. */
  async leave(readiness: Readiness): Promise<void> {
    this.users.delete(readiness);
    if (this.users.size > 0) return;
    ManagementServer.open.delete(this.key);
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async listen({ host, port }: ManagementAddress): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen(port, host, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    measureProcess();
    log.info('The management server listens', { port: this.port });
    return this;
  }

  private async answer({ method, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = url.split('?', 1)[0];
    if (method !== 'GET' && method !== 'HEAD') return send(response, 405, 'Method not allowed\n');
    if (path === '/metrics') {
      const registry = metricsRegistry();
      return send(response, 200, await registry.metrics(), registry.contentType);
    }
    if (path === '/health/live') return send(response, 200, 'ok\n');
    if (path === '/health/ready') {
      const problems = await Promise.all([...this.users].map((one) => one.problem()));
      const problem = problems.find((one) => one !== null);
      return problem == null ? send(response, 200, 'ok\n') : send(response, 503, `${problem}\n`);
    }
    return send(response, 404, 'Not found\n');
  }
}

function send(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
