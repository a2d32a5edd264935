import { type Actor, systemActor, Transactions } from '@atrium/sdk';
import { type TestClient, type TestPlatform } from '@atrium/testing';

/** An object of the register, as far as tests walk through it. */
export interface Found {
  id: string;
  version: number;
  code: string;
  [field: string]: unknown;
}

/** Enters something by its mutation, e.g. `create(admin, 'unit', { … })`. */
export async function create(client: TestClient, what: string, input: Record<string, unknown>): Promise<Found> {
  const type = what.charAt(0).toUpperCase() + what.slice(1);
  const data = await client.ok<Record<string, Record<string, Found>>>(
    `mutation ($input: Create${type}Input!) { create${type}(input: $input) { ${what} { id version code } } }`,
    { input },
  );
  return data[`create${type}`]![what]!;
}

/** Work below the API, as a tenant. */
export const inTenant = <T>(
  platform: TestPlatform,
  task: () => Promise<T>,
  more: { tenant?: 'a' | 'b'; actor?: Actor } = {},
): Promise<T> =>
  platform.api.get(Transactions).run(
    {
      tenantId: platform.tenants[more.tenant ?? 'a'].id,
      actor: more.actor ?? systemActor('spec'),
      operation: 'spec',
    },
    task,
  );
