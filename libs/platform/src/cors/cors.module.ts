import { AllowedOrigins } from '@atrium/sdk';
import { Inject, Module, type OnModuleInit, Optional } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { PROCESS, type ProcessOptions } from '../platform.tokens';
import { answerCors, type CorsReply, type CorsRequest } from './cors';

/** Lets browsers call from the origins that public clients are registered with, and from no other. */
@Module({})
export class CorsModule implements OnModuleInit {
  constructor(
    @Inject(PROCESS) private readonly process: ProcessOptions,
    private readonly host: HttpAdapterHost,
    @Optional() private readonly origins?: AllowedOrigins,
  ) {}

  onModuleInit(): void {
    const { origins } = this;
    if (this.process.role !== 'api' || !origins) return;
    this.host.httpAdapter
      .getInstance<FastifyInstance>()
      .addHook('onRequest', (request, reply) =>
        answerCors(request as CorsRequest, reply as unknown as CorsReply, (origin) => origins.isAllowed(origin)),
      );
  }
}
