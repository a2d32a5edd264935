import {
  type Access,
  ACCESS_METADATA,
  type Actor,
  AtriumError,
  context,
  type CountedAs,
  customersOnly,
  defineMessages,
  commonMessages,
  forbidden,
  isPlatformPermission,
  isSupport,
  OperatorPrincipals,
  reachesWholeCompany,
  staffOnly,
  unauthenticated,
} from '@atrium/sdk';
import { type CanActivate, type ExecutionContext, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { type GraphQLResolveInfo, OperationTypeNode } from 'graphql';
import { NetworkLimits } from '../../throttle/network-limits';

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
    @Optional() private readonly networks?: NetworkLimits,
  ) {}

  canActivate(execution: ExecutionContext): true | Promise<true> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_METADATA, [
      execution.getHandler(),
      execution.getClass(),
    ]);
    if (execution.getType<string>() !== 'graphql') {
      // Plain HTTP routes know no caller: only public ones pass.
      if (access?.kind !== 'public') throw unauthenticated();
      const { ip } = execution.switchToHttp().getRequest<FastifyRequest>();
      return access.counted ? this.counted(access.counted, ip) : true;
    }
    const { fieldName, operation } = execution.getArgByIndex<GraphQLResolveInfo>(3);
    const changes = operation.operation === OperationTypeNode.MUTATION;
    const inside = isSupport(context());
    if (changes && inside) throw new AtriumError('FORBIDDEN', messages.supportReads);
    if (access?.kind !== 'public') {
      this.check(access, changes, fieldName);
      return inside ? this.noted(fieldName) : true;
    }
    if (inside) return this.noted(fieldName);
    const counted = access.counted ?? (changes ? 'signIn' : null);
    return counted ? this.counted(counted, context().client.ip) : true;
  }

  private async counted(as: CountedAs, ip: string | null): Promise<true> {
    await this.networks?.count(as, ip);
    return true;
  }

  private check(access: Exclude<Access, { kind: 'public' }> | undefined, changes: boolean, operation: string): void {
    const { actor, tenant } = context();
    if (!access || actor.kind === 'ANONYMOUS') throw unauthenticated();
    if (actor.kind === 'OPERATOR' && !tenant && !isForOperators(access)) {
      throw new AtriumError('FORBIDDEN', messages.platformOnly);
    }
    refuseStrangers(access, actor, operation);
    if (changes) refuseLimited(access, actor);
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

/** `FORBIDDEN` unless the operation is for the caller. A customer holds no permission: it is open to customers or not. */
function refuseStrangers(access: Access, { kind, permissions }: Actor, operation: string): void {
  if (access.kind === 'public') return;
  if (kind === 'CUSTOMER') {
    if (access.kind !== 'customer' && !access.customers) throw staffOnly(operation);
  } else if (access.kind === 'customer') {
    throw customersOnly();
  } else if (access.kind === 'permission' && !access.anyOf.some((name) => permissions.has(name))) {
    throw forbidden(access.anyOf.join(' | '));
  }
}

/**
 * `FORBIDDEN` for whoever is limited to some communities, unless a permission that they hold lets them change those alone.
 */
function refuseLimited(access: Access, { communityScope, permissions }: Actor): void {
  if (communityScope === null || access.kind !== 'permission') return;
  const held = access.anyOf.filter((name) => permissions.has(name));
  if (held.length > 0 && held.every(reachesWholeCompany))
    throw new AtriumError('FORBIDDEN', commonMessages.wholeCompany);
}
