import { newId } from '@atrium/sdk';
import { change } from './core-makers';
import type { Tools } from './tools';
import type { World } from './world';

interface Erasure {
  readonly id: string;
}

const openErasure = async ({ owner }: World): Promise<Erasure | null> =>
  (await owner.client.ok<{ tenantErasure: Erasure | null }>('{ tenantErasure { id } }')).tenantErasure;

/** Of a company that has not asked to be erased: an earlier wish is taken back. */
export async function slugWithoutErasure(world: World): Promise<string> {
  const open = await openErasure(world);
  if (open) {
    const input = { id: open.id };
    await change(world.owner.client, 'cancelTenantErasure', 'CancelTenantErasureInput', input, '__typename');
  }
  return world.tenant.slug;
}

/** The company's wish to be erased, which stands; answers its id. */
export async function standingErasure(world: World): Promise<string> {
  const open = await openErasure(world);
  if (open) return open.id;
  const input = { slug: world.tenant.slug };
  type Payload = { erasure: Erasure };
  const { erasure } = await change<Payload>(
    world.owner.client,
    'requestTenantErasure',
    'RequestTenantErasureInput',
    input,
    'erasure { id }',
  );
  return erasure.id;
}

/** A company whose calls are counted has called; afterwards they are not, or the proof would come to the end of them. */
export async function callsThatCost(world: World, { operator }: Tools): Promise<void> {
  const limit = (agreed: object): Promise<unknown> =>
    change(
      operator.client,
      'setTenantPlan',
      'SetTenantPlanInput',
      { tenantId: world.id('tenant'), plan: 'UNLIMITED', agreed },
      '__typename',
    );
  await limit({ callsPerMinute: 100_000 });
  await world.owner.client.ok('{ viewer { __typename } }');
  await limit({});
}

/** Somebody asked for a copy of their data and got it. */
export async function copyOfData(world: World): Promise<void> {
  const { client } = world.owner;
  const person = { kind: 'PERSON', name: world.text('words'), communityId: world.id('community') };
  const { customer } = await change<{ customer: { id: string } }>(
    client,
    'createCustomer',
    'CreateCustomerInput',
    person,
    'customer { id }',
  );
  const asked = { customerId: customer.id, kind: 'ACCESS', details: world.text('words') };
  const { request } = await change<{ request: { id: string; version: number } }>(
    client,
    'openPrivacyRequest',
    'OpenPrivacyRequestInput',
    asked,
    'request { id version }',
  );
  await change(client, 'completePrivacyRequest', 'AnswerPrivacyRequestInput', request, '__typename');
}

/** Of the company, as it is. */
export async function tenantVersion({ owner }: World): Promise<number> {
  const { viewer } = await owner.client.ok<{ viewer: { tenant: { version: number } } }>(
    '{ viewer { tenant { version } } }',
  );
  return viewer.tenant.version;
}

/** As a night leaves it in which what was too old was erased. */
export async function retentionRun({ tenant }: World, { admin }: Tools): Promise<void> {
  await admin.query(
    `INSERT INTO atrium.retention_run (tenant_id, id, kind, ran_at, before, erased)
     VALUES ($1, $2, 'AUDIT_LOG', now(), now(), 0) ON CONFLICT DO NOTHING`,
    [tenant.id, newId()],
  );
}

/** Something that went wrong in a plugin. */
export async function pluginFault(world: World, { admin }: Tools): Promise<void> {
  await admin.query(
    `INSERT INTO atrium.plugin_fault (tenant_id, id, plugin, place, name, kind, hour, count, last_at, error, request_id)
     VALUES ($1, $2, 'proof', 'field', $3, 'FAILED', date_trunc('hour', now()), 1, now(), 'Error', $4)`,
    [world.tenant.id, newId(), `Customer.proof${world.number()}`, newId()],
  );
}
