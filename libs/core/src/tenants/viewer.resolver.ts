import {
  type Actor,
  type ActorKind,
  allPermissions,
  context,
  currentTenant,
  encodeId,
  InstalledPlugins,
  ref,
  SignedIn,
} from '@atrium/sdk';
import { Query, Resolver } from '@nestjs/graphql';
import { PermissionInfo, Viewer, type ViewerActor } from './viewer.type';

/** Prefixes of the ids of those who act. */
const ID_TYPES: Readonly<Partial<Record<ActorKind, string>>> = {
  STAFF: 'staff',
  CUSTOMER: 'customer',
  API_CLIENT: 'api_client',
  OPERATOR: 'operator',
};

@Resolver()
export class ViewerResolver {
  constructor(private readonly plugins: InstalledPlugins) {}

  @SignedIn('everybody may know who they are', 'CUSTOMERS_TOO')
  @Query(() => Viewer, { description: 'Who makes this call, for which company, and what it may do.' })
  viewer(): Viewer {
    const { actor, locale } = context();
    return {
      actor: viewerActor(actor),
      tenant: ref('tenant', currentTenant().id),
      permissions: [...actor.permissions].sort(),
      plugins: () => this.plugins.enabledFor(currentTenant().id),
      locale,
    };
  }

  @SignedIn('what can be allowed is the same for everybody')
  @Query(() => [PermissionInfo], { description: 'Everything that can be allowed, by name.' })
  permissions(): PermissionInfo[] {
    const { locale } = context();
    return allPermissions().map(({ name, description, forApiClients = true }) => ({
      name,
      description: description[locale],
      forApiClients,
    }));
  }
}

function viewerActor({ kind, id, name, roles, communityScope }: Actor): ViewerActor {
  const idType = ID_TYPES[kind];
  return {
    kind,
    id: idType && id ? encodeId(idType, id) : null,
    name,
    roles,
    communityIds: communityScope?.map((uuid) => encodeId('community', uuid)) ?? null,
    staff: kind === 'STAFF' && id ? ref('staff', id) : null,
  };
}
