import { type Clock, GatewayReports, type GatewayAnswer } from '@atrium/sdk';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CLOCK, PROCESS, type ProcessOptions } from '../platform.tokens';

/** Longest report. Bytes. */
const BODY_LIMIT = 64 * 1024;
const STATUS: Readonly<Record<GatewayAnswer, number>> = { TAKEN: 200, REFUSED: 401, LATER: 503 };

interface Path {
  readonly slug: string;
  readonly gateway: string;
}

/** `POST /hooks/payments/:slug/:gateway`: a payment gateway tells what became of orders. Its signature is believed alone. */
@Module({})
export class GatewayRouteModule implements OnModuleInit {
  constructor(
    private readonly modules: ModuleRef,
    private readonly host: HttpAdapterHost,
    @Inject(PROCESS) private readonly process: ProcessOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In a scope of its own: the signature is of the body as it came. */
  onModuleInit(): void {
    if (this.process.role !== 'api') return;
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    void server.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
      scope.post<{ Params: Path }>('/hooks/payments/:slug/:gateway', { bodyLimit: BODY_LIMIT }, (request, reply) =>
        this.take(request, reply),
      );
      done();
    });
  }

  private async take(request: FastifyRequest<{ Params: Path }>, reply: FastifyReply): Promise<FastifyReply> {
    const { slug, gateway } = request.params;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const reports = this.modules.get(GatewayReports, { strict: false });
    const answer = await reports.take(slug, gateway, { headers: request.headers, body, receivedAt: this.clock.now() });
    return reply.status(STATUS[answer]).send({ taken: answer === 'TAKEN' });
  }
}
