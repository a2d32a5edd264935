import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { serveParent } from '../harness/serve-parent';

/** The barest road from rows to an answer: what a benchmark's figures are a share of. */
export interface BareOptions {
  /** As the application's role, which row-level security binds. */
  readonly databaseUrl: string;
  /** UUID. */
  readonly tenantId: string;
  readonly connections: number;
  /** Answers one row with the whole body in `body`. */
  readonly text: string;
}

/** Every request: one transaction with the tenant set, one prepared statement whose text is the answer as it is. */
serveParent<BareOptions>(async ({ databaseUrl, tenantId, connections, text }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: connections, pipeline: true } as object);
  const begin = `BEGIN READ ONLY; SELECT set_config('app.tenant_id', '${tenantId}', true), set_config('app.scope', '', true)`;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(JSON.parse(Buffer.concat(chunks).toString()) as { values?: unknown[] }).then(
        (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  });
  const answer = async ({ values = [] }: { values?: unknown[] }): Promise<string> => {
    const client = await pool.connect();
    try {
      const [, { rows }] = await Promise.all([
        client.query(begin),
        client.query<{ body: string }>({ name: 'bare', text, values }),
        client.query('COMMIT'),
      ]);
      return rows[0]?.body ?? 'null';
    } finally {
      client.release();
    }
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await pool.end();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
});
