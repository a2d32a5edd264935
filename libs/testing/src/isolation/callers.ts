import { allPermissions, encodeId, newId, READY_ROLES, type ReadyRole } from '@atrium/sdk';
import type { TenantName, TestPlatform } from '../test-platform';
import type { Caller } from './tools';

/** A kind of caller that every tenant has. */
export interface CallerKind {
  readonly name: string;
  readonly permissions: ReadonlySet<string>;
  /** Somebody of this kind; with `communities` (UUIDs) limited to them. */
  make(platform: TestPlatform, tenant: TenantName, communities?: readonly string[]): Promise<Caller>;
}

const permissionsOf = (role: ReadyRole): ReadonlySet<string> =>
  new Set(
    allPermissions()
      .filter(({ roles }) => role === 'ADMIN' || roles.includes(role))
      .map(({ name }) => name),
  );

const staff = (): CallerKind[] =>
  READY_ROLES.map((role) => ({
    name: role,
    permissions: permissionsOf(role),
    make: async (platform, tenant, communities) => ({
      name: `${role} of ${tenant.toUpperCase()}${communities ? ' limited to one community' : ''}`,
      client: await platform.as(role, { tenant, communities }),
    }),
  }));

const CREATE_CLIENT = 'mutation ($input: CreateApiClientInput!) { createApiClient(input: $input) { key } }';

/** A program with every permission that programs can have. */
function apiClient(): CallerKind {
  const names = allPermissions()
    .filter(({ forApiClients = true }) => forApiClients)
    .map(({ name }) => name);
  return {
    name: 'API client',
    permissions: new Set(names),
    make: async (platform, tenant, communities) => {
      const admin = await platform.as('ADMIN', { tenant });
      const dataScope = communities
        ? { kind: 'COMMUNITIES', communityIds: communities.map((uuid) => encodeId('community', uuid)) }
        : { kind: 'ALL' };
      const { createApiClient } = await admin.ok<{ createApiClient: { key: string } }>(CREATE_CLIENT, {
        input: { name: newId(), permissions: names, dataScope },
      });
      const limit = communities ? ' limited to one community' : '';
      return { name: `API client of ${tenant.toUpperCase()}${limit}`, client: platform.client(createApiClient.key) };
    },
  };
}

/** Everybody who can call with a credential: staff in each ready-made role, and programs. */
export const callerKinds = (): readonly CallerKind[] => [...staff(), apiClient()];

/** Somebody without any credential. */
export const nobodyOf = (platform: TestPlatform): Caller => ({ name: 'nobody', client: platform.client() });
