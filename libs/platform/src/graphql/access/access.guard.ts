import {
  type Access,
  ACCESS_METADATA,
  AtriumError,
  context,
  defineMessages,
  forbidden,
  unauthenticated,
} from '@atrium/sdk';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type GraphQLResolveInfo, OperationTypeNode } from 'graphql';

const messages = defineMessages('access', {
  suspended: {
    en: 'This company is suspended: data can be read, not changed.',
    'zh-CN': '该企业已被暂停服务：数据只能查看，不能更改。',
  },
});

/** Lets an operation run when its caller may: what it asks for stands on its resolver (`Allow`, `SignedIn`, `Public`). */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(execution: ExecutionContext): true {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_METADATA, [
      execution.getHandler(),
      execution.getClass(),
    ]);
    if (access?.kind === 'public') return true;
    // Plain HTTP routes know no caller: only public ones pass.
    if (!access || execution.getType<string>() !== 'graphql') throw unauthenticated();
    const { actor, tenant } = context();
    if (actor.kind === 'ANONYMOUS') throw unauthenticated();
    if (access.kind === 'permission' && !access.anyOf.some((name) => actor.permissions.has(name))) {
      throw forbidden(access.anyOf.join(' | '));
    }
    const info = execution.getArgByIndex<GraphQLResolveInfo>(3);
    const changes = info.operation.operation === OperationTypeNode.MUTATION;
    if (changes && tenant?.status === 'SUSPENDED' && !access.whileSuspended) {
      throw new AtriumError('TENANT_SUSPENDED', messages.suspended);
    }
    return true;
  }
}
