import { db, IdField, invalidField, newId, notFound, ValueField } from '@atrium/sdk';
import { InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique } from 'class-validator';
import { staffMessages } from '../staff.messages';
import { DataScopeKind } from './data-scope.type';

const MAX_COMMUNITIES = 500;

@InputType({ description: 'How far somebody shall see and act.' })
export class DataScopeInput {
  @ValueField(() => DataScopeKind, { description: 'Everything, or some communities.' })
  kind: DataScopeKind;
  @IdField('community', {
    description: `The communities, 1 to ${MAX_COMMUNITIES}; only with COMMUNITIES.`,
    nullable: true,
    list: true,
  })
  @ArrayMaxSize(MAX_COMMUNITIES)
  @ArrayUnique()
  communityIds?: string[] | null;
}

/** A checked scope. */
export interface ChosenScope {
  readonly kind: DataScopeKind;
  /** UUIDs; null for the whole company. */
  readonly communities: readonly string[] | null;
}

/** `VALIDATION_FAILED` for a scope that contradicts itself, `NOT_FOUND` for a community the caller does not see. */
export async function chosenScope({ kind, communityIds }: DataScopeInput): Promise<ChosenScope> {
  const ids = communityIds ?? [];
  if ((kind === DataScopeKind.ALL) !== (ids.length === 0)) {
    throw invalidField('input.dataScope.communityIds', 'CONTRADICTION', staffMessages.scopeContradiction);
  }
  if (kind === DataScopeKind.ALL) return { kind, communities: null };
  const seen = await db().query('SELECT FROM atrium.community WHERE id = ANY ($1::uuid[])', [ids]);
  if (seen.length !== ids.length) throw notFound('Community');
  return { kind, communities: ids };
}

/** Writes the communities of a staff member or API client anew. */
export async function storeScope(
  owner: 'staff_id' | 'api_client_id',
  id: string,
  { communities }: ChosenScope,
): Promise<void> {
  const wanted = communities ?? [];
  await db().execute(`DELETE FROM atrium.scope_community WHERE ${owner} = $1 AND community_id <> ALL ($2::uuid[])`, [
    id,
    wanted,
  ]);
  await db().execute(
    `INSERT INTO atrium.scope_community (id, ${owner}, community_id)
     SELECT given.id, $1, given.community FROM unnest($2::uuid[], $3::uuid[]) AS given (id, community)
     ON CONFLICT DO NOTHING`,
    [id, wanted.map(() => newId()), wanted],
  );
}
