import { type Clock, ExchangeReports, GatewayReports, type GatewayAnswer } from '@atrium/sdk';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CLOCK, PROCESS, type ProcessOptions } from '../platform.tokens';

/** Longest report. Bytes. */
const BODY_LIMIT = 64 * 1024;
const STATUS: Readonly<Record<GatewayAnswer, number>> = { TAKEN: 200, REFUSED: 401, LATER: 503 };

/** Both take reports alike. */
type Reports = GatewayReports | ExchangeReports;
type Takers = typeof GatewayReports | typeof ExchangeReports;
const TAKERS: Readonly<Record<string, Takers>> = { payments: GatewayReports, telephony: ExchangeReports };

interface Path {
  readonly slug: string;
  readonly name: string;
}

/**
 * `POST /hooks/payments/:slug/:name`: a payment gateway tells what became of orders; `/hooks/telephony/…`: a telephone
 * exchange tells of calls. Their signatures are believed alone.
 */
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
      for (const [kind, takers] of Object.entries(TAKERS)) {
        scope.post<{ Params: Path }>(`/hooks/${kind}/:slug/:name`, { bodyLimit: BODY_LIMIT }, (request, reply) =>
          this.take(takers, request, reply),
        );
      }
      done();
    });
  }

  private async take(
    takers: Takers,
    request: FastifyRequest<{ Params: Path }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { slug, name } = request.params;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const reports = this.modules.get<Reports>(takers, { strict: false });
    const answer = await reports.take(slug, name, { headers: request.headers, body, receivedAt: this.clock.now() });
    return reply.status(STATUS[answer]).send({ taken: answer === 'TAKEN' });
  }
}
