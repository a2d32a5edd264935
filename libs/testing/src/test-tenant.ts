import { AccessTokens, db, decodeId, newId, type ReadyRole, systemActor, Transactions } from '@atrium/sdk';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestClient } from './test-client';

export interface TestTenant {
  /** UUID. */
  readonly id: string;
  readonly slug: string;
  /** How its administrator signs in. */
  readonly admin: { readonly email: string; readonly password: string };
}

const PASSWORD = 'correct horse battery';
const SIGN_UP = `mutation ($input: SignUpTenantInput!) { signUpTenant(input: $input) { tenant { id } } }`;

/** A company that signs itself up as everybody does. */
export async function signUpTestTenant(client: TestClient, slug: string): Promise<TestTenant> {
  const admin = { email: `admin@${slug}.example`, password: PASSWORD };
  const { signUpTenant } = await client.ok<{ signUpTenant: { tenant: { id: string } } }>(SIGN_UP, {
    input: {
      company: `${slug} 物业`,
      slug,
      locale: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
      admin: { name: '王芳', ...admin },
    },
  });
  const id = decodeId(signUpTenant.tenant.id, 'tenant');
  if (!id.ok) throw new Error(`signUpTenant answered ${signUpTenant.tenant.id}`);
  return { id: id.uuid, slug, admin };
}

export interface TestMember {
  /** UUIDs. */
  readonly staffId: string;
  readonly sessionId: string;
  readonly accessToken: string;
}

/**
 * A staff member with a ready-made role, signed in without a password: the rows an invitation and a sign-in would have
 * made, without the time they take.
 */
export async function addTestMember(
  api: NestFastifyApplication,
  tenant: TestTenant,
  role: ReadyRole,
  communities: readonly string[] | null,
): Promise<TestMember> {
  const [staffId, sessionId] = [newId(), newId()];
  await api.get(Transactions).run({ tenantId: tenant.id, actor: systemActor('test'), operation: 'test' }, async () => {
    await db().execute(
      `INSERT INTO atrium.staff (id, name, sort_key, email, status, data_scope)
         VALUES ($1, $2, $2, $3, 'ACTIVE', $4)`,
      [staffId, role, `${role.toLowerCase()}-${staffId}@${tenant.slug}.example`, communities ? 'COMMUNITIES' : 'ALL'],
    );
    await db().execute(
      `INSERT INTO atrium.staff_role (id, staff_id, role_id) SELECT $1, $2, r.id FROM atrium.role r WHERE r.ready_key = $3`,
      [newId(), staffId, role],
    );
    for (const community of communities ?? []) {
      await db().execute('INSERT INTO atrium.scope_community (id, staff_id, community_id) VALUES ($1, $2, $3)', [
        newId(),
        staffId,
        community,
      ]);
    }
    await db().execute('INSERT INTO atrium.staff_session (id, staff_id) VALUES ($1, $2)', [sessionId, staffId]);
  });
  const claims = { kind: 'STAFF', subject: staffId, tenantId: tenant.id, sessionId } as const;
  const { token } = await api.get(AccessTokens).issue(claims);
  return { staffId, sessionId, accessToken: token };
}

/**
 * A customer signed in without a code: the session that one would have begun. Without an id a new customer, who has
 * nothing to do with any unit.
 */
export async function addTestCustomerSession(
  api: NestFastifyApplication,
  tenant: TestTenant,
  existing: string | null,
): Promise<{ customerId: string; sessionId: string; accessToken: string }> {
  const [customerId, sessionId] = [existing ?? newId(), newId()];
  await api.get(Transactions).run({ tenantId: tenant.id, actor: systemActor('test'), operation: 'test' }, async () => {
    if (existing === null) {
      const name = `邻居${customerId.slice(-4)}`;
      await db().execute(
        `INSERT INTO atrium.customer (id, code, kind, name, name_key, sort_key) VALUES ($1, $2, 'PERSON', $3, $3, $3)`,
        [customerId, `T${customerId}`, name],
      );
    }
    await db().execute(
      `INSERT INTO atrium.customer_session (id, customer_id, renewed_at, expires_at)
       VALUES ($1, $2, now(), now() + interval '30 days')`,
      [sessionId, customerId],
    );
  });
  const claims = { kind: 'CUSTOMER', subject: customerId, tenantId: tenant.id, sessionId } as const;
  const { token } = await api.get(AccessTokens).issue(claims);
  return { customerId, sessionId, accessToken: token };
}
