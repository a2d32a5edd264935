import { decodeId } from '@atrium/sdk';
import type { Client } from 'pg';
import type { Call } from './caller';
import type { TenantTable } from './tenant-tables';
import { TYPED_ID, type World } from './world';

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

/** What somebody must not see: ids of rows, and marks in texts. */
export class Secrets {
  constructor(
    private readonly uuids: ReadonlySet<string>,
    private readonly marks: readonly string[],
  ) {}

  /** Those of them in an answer. In its errors the ids that the caller itself `gave` are no secret. */
  foundIn({ answer }: Call, gave: readonly string[] = []): string[] {
    const known = new Set(gave);
    return [
      ...this.foundInText(JSON.stringify(answer.data ?? null)),
      ...this.foundInText(JSON.stringify(answer.errors ?? [])).filter((one) => !known.has(one)),
    ];
  }

  foundInText(text: string): string[] {
    const ids = [...text.matchAll(TYPED_ID)].map(([id]) => id).filter((id) => this.isSecretId(id));
    const uuids = [...text.matchAll(UUID)].map(([uuid]) => uuid).filter((uuid) => this.uuids.has(uuid));
    const lower = text.toLowerCase();
    return [...new Set([...ids, ...uuids, ...this.marks.filter((mark) => lower.includes(mark))])];
  }

  private isSecretId(id: string): boolean {
    const decoded = decodeId(id);
    return decoded.ok && this.uuids.has(decoded.uuid);
  }
}

/** Everything of one tenant that another must not see. `client` sees all rows. */
export async function secretsOfTenant(
  client: Client,
  tables: readonly TenantTable[],
  worlds: readonly World[],
  other: World,
): Promise<Secrets> {
  const [owner] = worlds;
  const ids = async (tenantId: string): Promise<Set<string>> => {
    const all = tables.map(({ name }) => `SELECT id FROM ${name} WHERE tenant_id = $1`).join(' UNION ALL ');
    const { rows } = await client.query<{ id: string }>(all, [tenantId]);
    return new Set(rows.map(({ id }) => id));
  };
  const theirs = await ids(other.tenant.id);
  // Not every object is a row of a table of tenants: jobs are not.
  const made = worlds.flatMap((world) => world.allUuids());
  const known = new Set([...theirs, ...other.allUuids()]);
  const own = [...(await ids(owner!.tenant.id)), ...made].filter((id) => !known.has(id));
  return new Secrets(
    new Set(own),
    worlds.map(({ token }) => token),
  );
}

/**
 * What staff limited to the community of one world must not see of another world in the same tenant: every row below
 * the other community, and the texts that were written when it was made.
 */
export async function secretsOfCommunity(
  client: Client,
  tables: readonly TenantTable[],
  hidden: World,
  isScoped: (idType: string) => boolean,
): Promise<Secrets> {
  const communities = hidden.uuids('community');
  const below = tables.filter(({ hasCommunity }) => hasCommunity);
  const all = below.map(({ name }) => `SELECT id FROM ${name} WHERE tenant_id = $1 AND community_id = ANY ($2)`);
  const { rows } = await client.query<{ id: string }>(all.join(' UNION ALL '), [hidden.tenant.id, communities]);
  return new Secrets(new Set([...rows.map(({ id }) => id), ...communities]), hidden.marksOf(isScoped));
}
