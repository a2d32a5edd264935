import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { serveParent } from '../harness/serve-parent';

/** The barest road from rows to an answer: what a benchmark's figures are a share of. */
export interface BareOptions {
  /** As the application's role, which row-level security binds; as a superuser it binds nobody. */
  readonly databaseUrl: string;
  /** UUID; null where the statements name the tenant themselves. */
  readonly tenantId: string | null;
  readonly connections: number;
  /** Answers one row with the whole body in `body`; of several statements the last does. */
  readonly text: string | readonly string[];
  /** Whether the transaction writes; whoever does is named in the audit log as `app.audit` holds it. */
  readonly writes?: boolean | { readonly audit: string };
}

/** Every request: one transaction with the tenant set, its prepared statements sent at once, and their text as it is. */
serveParent<BareOptions>(async ({ databaseUrl, tenantId, connections, text, writes = false }) => {
  const texts = typeof text === 'string' ? [text] : text;
  const pool = new Pool({ connectionString: databaseUrl, max: connections, pipeline: true } as object);
  const cause = typeof writes === 'object' ? `, set_config('app.audit', '${writes.audit}', true)` : '';
  const settings =
    tenantId === null
      ? ''
      : `; SELECT set_config('app.tenant_id', '${tenantId}', true), set_config('app.scope', '', true)${cause}`;
  const begin = `BEGIN${writes ? '' : ' READ ONLY'}${settings}`;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(JSON.parse(Buffer.concat(chunks).toString()) as { values?: unknown[][] }).then(
        (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  });
  const answer = async ({ values = [] }: { values?: unknown[][] }): Promise<string> => {
    const client = await pool.connect();
    try {
      const answers = await Promise.all([
        client.query(begin),
        ...texts.map((one, n) =>
          client.query<{ body: string }>({ name: `bare${n}`, text: one, values: values[n] ?? [] }),
        ),
        client.query('COMMIT'),
      ]);
      return (answers[texts.length]!.rows[0] as { body?: string } | undefined)?.body ?? 'null';
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
