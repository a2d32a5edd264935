import { context } from '@atrium/sdk';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type GraphQLResolveInfo, OperationTypeNode } from 'graphql';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { onceForKey } from './idempotency-store';

/**
 * Gives every mutation whose input has an `idempotencyKey` its promise. It stands behind the guard, so that a key opens
 * nothing to somebody who has lost the permission, and before the pipes: a refused input uses up no key.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (execution.getType<string>() !== 'graphql') return next.handle();
    const info = execution.getArgByIndex<GraphQLResolveInfo>(3);
    if (info.operation.operation !== OperationTypeNode.MUTATION) return next.handle();
    const input = execution.getArgByIndex<{ input?: { idempotencyKey?: unknown } | null }>(1).input;
    const key = input?.idempotencyKey;
    if (typeof key !== 'string' || key.trim() === '') return next.handle();
    const { actor, tenant } = context();
    // Nobody's key would be anybody's.
    if (actor.kind === 'ANONYMOUS' || !tenant) return next.handle();
    const call = { operation: info.fieldName, key: key.trim(), input };
    return from(onceForKey(call, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }
}
