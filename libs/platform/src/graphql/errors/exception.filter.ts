import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import { type AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GRAPHQL_SETTINGS, type GraphqlSettings } from '../settings';
import { REQUEST_ID_HEADER, requestScopeOf } from '../request-scope';
import { toGraphqlError } from './to-graphql-error';

const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PLUGIN_DISABLED: 403,
  TENANT_SUSPENDED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  INVALID_TRANSITION: 409,
  IDEMPOTENCY_MISMATCH: 409,
  LIMIT_EXCEEDED: 413,
  RATE_LIMITED: 429,
  INTERNAL: 500,
};

/**
 * Takes errors to where they are answered. In GraphQL that is `runOperation`, and without a filter Nest would log each
 * of them as its own; over plain HTTP they are answered here in the same form.
 */
@Catch()
export class AtriumExceptionFilter implements ExceptionFilter {
  constructor(
    private readonly host: HttpAdapterHost<AbstractHttpAdapter>,
    @Inject(GRAPHQL_SETTINGS) private readonly settings: GraphqlSettings,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    if (host.getType<string>() !== 'http') throw exception;
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const scope = requestScopeOf(http.getRequest<FastifyRequest>().headers);
    const { message, extensions } = toGraphqlError(exception, scope, 'execution', {
      hideSuggestions: this.settings.production,
    });
    const code = String(extensions?.code);
    const status = exception instanceof HttpException ? exception.getStatus() : (STATUS[code] ?? 400);
    const { httpAdapter } = this.host;
    httpAdapter.setHeader(reply, REQUEST_ID_HEADER, scope.requestId);
    httpAdapter.reply(reply, { errors: [{ message, extensions }] }, status);
  }
}
