import {
  AllowWhileSuspended,
  conflict,
  context,
  currentTenant,
  DateTimeScalar,
  db,
  defineView,
  f,
  IdField,
  invalidField,
  newId,
  notFound,
  now,
  readMany,
  ref,
  type Ref,
  TenantRules,
  TextField,
  ValueField,
} from '@atrium/sdk';
import { Args, Field, ID, Info, InputType, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { lifeMessages } from '../tenant-life.messages';
import { lifePermissions } from '../tenant-life.permissions';

@ObjectType({ description: 'A company’s wish to be erased from the platform.' })
export class TenantErasure {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id: string;
  @Field({ description: 'Name of the administrator who asked for it.' })
  requestedBy: string;
  @Field({ description: 'Was it asked for before its time? Then the platform’s operator can do it at once.' })
  immediately: boolean;
  @Field(() => DateTimeScalar, { description: 'From when on everything is erased. Until then it can be taken back.' })
  dueAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back; null while it stands.' })
  cancelledAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
}

const erasureView = defineView({
  type: 'TenantErasure',
  idType: 'tenant_erasure',
  table: 'atrium.tenant_erasure',
  fields: {
    id: f.id('tenant_erasure'),
    requestedBy: f.column('requested_by_name'),
    immediately: f.column('immediately'),
    dueAt: f.instant('due_at'),
    cancelledAt: f.instant('cancelled_at'),
    createdAt: f.instant('created_at'),
  },
});

@InputType({ description: 'The wish that everything the company has on the platform be erased.' })
export class RequestTenantErasureInput {
  @TextField({ description: 'The company’s short name, typed in full to confirm.', max: 100 })
  slug: string;
  @ValueField(() => Boolean, {
    description: 'May the platform’s operator do it at once, without the days of grace? Default false.',
    nullable: true,
  })
  immediately?: boolean | null;
}

@InputType({ description: 'A wish to take back.' })
export class CancelTenantErasureInput {
  @IdField('tenant_erasure', { description: 'The wish.' })
  id: string;
}

@ObjectType({ description: 'The wish after the change.' })
export class TenantErasurePayload {
  @Field(() => TenantErasure, { description: 'The wish.' })
  erasure: Ref;
}

const ERASE = lifePermissions['tenant:erase'];
const DAY_MS = 86_400_000;

@Resolver(() => TenantErasure)
export class ErasureResolver {
  constructor(private readonly rules: TenantRules) {}

  @AllowWhileSuspended(ERASE)
  @Query(() => TenantErasure, {
    nullable: true,
    description: 'The company’s wish to be erased that stands; null when there is none.',
  })
  async tenantErasure(@Info() info: GraphQLResolveInfo): Promise<unknown> {
    const open = await openErasure();
    return open ? ((await readMany(erasureView, [open.id], info))[0] ?? null) : null;
  }

  @AllowWhileSuspended(ERASE)
  @Mutation(() => TenantErasurePayload, {
    description:
      'Asks for the erasure of everything the company has, save the sealed books. It happens after the days of grace, or earlier where asked for, by an act of the platform’s operator. Export first. CONFLICT when it was asked for already, FORBIDDEN for whoever is limited to some communities.',
  })
  async requestTenantErasure(@Args('input') input: RequestTenantErasureInput): Promise<TenantErasurePayload> {
    if (input.slug !== currentTenant().slug) {
      throw invalidField('input.slug', 'NOT_THE_SLUG', lifeMessages.slugDiffers);
    }
    const { actor } = context();
    const id = newId();
    const dueAt = new Date(now().getTime() + this.rules.erasureGraceDays * DAY_MS);
    const added = await db().execute(
      `INSERT INTO atrium.tenant_erasure (id, requested_by, requested_by_name, immediately, due_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id) WHERE cancelled_at IS NULL DO NOTHING`,
      [id, actor.id, actor.name, input.immediately ?? false, dueAt],
    );
    if (added === 0) {
      const open = await openErasure();
      throw conflict(lifeMessages.erasureAsked, { due: open?.due_at.toISOString() });
    }
    return { erasure: ref('tenant_erasure', id) };
  }

  @AllowWhileSuspended(ERASE)
  @Mutation(() => TenantErasurePayload, {
    description:
      'Takes the wish to be erased back. CONFLICT when it was already, FORBIDDEN for whoever is limited to some communities.',
  })
  async cancelTenantErasure(@Args('input') { id }: CancelTenantErasureInput): Promise<TenantErasurePayload> {
    const [wish] = await db().query('SELECT FROM atrium.tenant_erasure WHERE id = $1', [id]);
    if (!wish) throw notFound('TenantErasure');
    const cancelled = await db().execute(
      'UPDATE atrium.tenant_erasure SET cancelled_at = $2 WHERE id = $1 AND cancelled_at IS NULL',
      [id, now()],
    );
    if (cancelled === 0) throw conflict(lifeMessages.noErasure);
    return { erasure: ref('tenant_erasure', id) };
  }
}

async function openErasure(): Promise<{ id: string; due_at: Date } | null> {
  const [open] = await db().query<{ id: string; due_at: Date }>(
    'SELECT id, due_at FROM atrium.tenant_erasure WHERE cancelled_at IS NULL',
  );
  return open ?? null;
}
