import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { serveParent } from '../harness/serve-parent';

/** What the mail server has taken since it was last asked to begin anew. */
export interface MailCount {
  readonly mails: number;
  /** Between the first and the last of them. Milliseconds. */
  readonly ms: number;
  /** Port of the mail server. */
  readonly port: number;
}

/** A mail server that counts, in a process of its own. `GET` tells the count, `POST` begins anew. */
serveParent<object>(async () => {
  let mails = 0;
  let [first, last] = [0, 0];
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      stream.resume().on('end', () => {
        last = performance.now();
        if (mails++ === 0) first = last;
        done();
      });
    },
  });
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as AddressInfo;
  const http = createServer((request, response) => {
    if (request.method === 'POST') mails = 0;
    response.end(JSON.stringify({ mails, ms: last - first, port } satisfies MailCount));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, stop };
});
