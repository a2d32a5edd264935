import {
  type Access,
  ACCESS_METADATA,
  AtriumError,
  context,
  defineMessages,
  forbidden,
  isPlatformPermission,
  isSupport,
  OperatorPrincipals,
  unauthenticated,
} from '@atrium/sdk';
import { type CanActivate, type ExecutionContext, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type GraphQLResolveInfo, OperationTypeNode } from 'graphql';

const messages = defineMessages('access', {
  suspended: {
    en: 'This company is suspended: data can be read, not changed.',
    'zh-CN': '该企业已被暂停服务：数据只能查看，不能更改。',
  },
  platformOnly: {
    en: 'A platform operator has no company: this reads or changes one. Open a support session that it grants.',
    'zh-CN': '平台运营人员不属于任何公司，无法执行此操作；请在公司授权后开启支持会话。',
  },
  supportReads: {
    en: 'A support session reads; it changes nothing.',
    'zh-CN': '支持会话只能查看，不能更改。',
  },
});

/** Lets an operation run when its caller may: what it asks for stands on its resolver (`Allow`, `SignedIn`, `Public`). */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Optional() private readonly operators?: OperatorPrincipals,
  ) {}

  canActivate(execution: ExecutionContext): true | Promise<true> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_METADATA, [
      execution.getHandler(),
      execution.getClass(),
    ]);
    if (execution.getType<string>() !== 'graphql') {
      // Plain HTTP routes know no caller: only public ones pass.
      if (access?.kind !== 'public') throw unauthenticated();
      return true;
    }
    const { fieldName, operation } = execution.getArgByIndex<GraphQLResolveInfo>(3);
    const changes = operation.operation === OperationTypeNode.MUTATION;
    const inside = isSupport(context());
    if (changes && inside) throw new AtriumError('FORBIDDEN', messages.supportReads);
    if (access?.kind !== 'public') this.check(access, changes);
    return inside ? this.noted(fieldName) : true;
  }

  private check(access: Exclude<Access, { kind: 'public' }> | undefined, changes: boolean): void {
    const { actor, tenant } = context();
    if (!access || actor.kind === 'ANONYMOUS') throw unauthenticated();
    if (actor.kind === 'OPERATOR' && !tenant && !isForOperators(access)) {
      throw new AtriumError('FORBIDDEN', messages.platformOnly);
    }
    if (access.kind === 'permission' && !access.anyOf.some((name) => actor.permissions.has(name))) {
      throw forbidden(access.anyOf.join(' | '));
    }
    if (changes && tenant?.status === 'SUSPENDED' && !access.whileSuspended) {
      throw new AtriumError('TENANT_SUSPENDED', messages.suspended);
    }
  }

  private async noted(field: string): Promise<true> {
    if (!this.operators) throw unauthenticated();
    await this.operators.recordSupportUse(field);
    return true;
  }
}

const isForOperators = (access: Access): boolean =>
  access.kind === 'permission' && access.anyOf.some(isPlatformPermission);
