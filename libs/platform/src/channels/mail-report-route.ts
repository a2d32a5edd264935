import { type Clock, DeliveryReports, Log, systemActor, type Transactions } from '@atrium/sdk';
import type { ModuleRef } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSigned, readMailReport } from './mail-report';

/** Longest report. Bytes. */
const BODY_LIMIT = 256 * 1024;
const ACTOR = systemActor('mail report');

/** `POST /hooks/mail`: a mail server or service tells what became of mails. Whoever knows the secret is believed. */
export class MailReportRoute {
  private readonly log = new Log('Mail');

  constructor(
    private readonly secret: string,
    private readonly transactions: Transactions,
    private readonly modules: ModuleRef,
    private readonly clock: Clock,
  ) {}

  /** In a scope of its own: the signature is of the body as it came. */
  register(server: FastifyInstance): void {
    void server.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
      scope.post('/hooks/mail', { bodyLimit: BODY_LIMIT }, (request, reply) => this.take(request, reply));
      done();
    });
  }

  private async take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const header = request.headers['atrium-signature'];
    // Without a secret nobody is believed.
    const seconds = Math.floor(this.clock.now().getTime() / 1000);
    if (this.secret === '' || !isSigned(header?.toString(), body, this.secret, seconds)) {
      return reply.status(401).send({ error: 'signature' });
    }
    const read = readMailReport(body.toString('utf8'));
    // A server that reports about another one's mails is told that there is nothing to try again.
    if (!read) return reply.status(202).send({ known: false });
    const { tenantId, reference, report } = read;
    const tenant = await this.transactions.findTenant({ id: tenantId });
    const reports = this.modules.get(DeliveryReports, { strict: false });
    const known = tenant
      ? await this.transactions.run({ tenantId, actor: ACTOR, operation: 'mailReport' }, () =>
          reports.report('EMAIL', reference, report),
        )
      : false;
    if (!known) this.log.info('A mail was reported about that is not known here');
    return reply.status(202).send({ known });
  }
}
