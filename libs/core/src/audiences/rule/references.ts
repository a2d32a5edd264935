import { context, db, notFound, type OwnedSegmentField, renderMessage, viewOf } from '@atrium/sdk';
import { segmentMessages } from '../audiences.messages';
import { type BoundRule, partsOf } from './rule.types';
import type { IdOperand } from './rule-values';
import type { Names } from './word-rule';

export interface References {
  /** By typed id; those the caller does not see are called deleted. */
  readonly names: Names;
  /** Typed ids the caller does not see, by type. */
  readonly missing: readonly { readonly idType: string; readonly id: string }[];
  /** UUIDs of the communities they lie in. */
  readonly communities: readonly string[];
}

interface Row {
  uuid: string;
  title: string;
  community: string | null;
}

/** Looks up what rules refer to, as the caller sees it: one statement for each kind of object. */
export async function findReferences(rules: readonly BoundRule[]): Promise<References> {
  const wanted = new Map<string, { field: OwnedSegmentField; ids: Map<string, string> }>();
  for (const { field, tests } of rules.flatMap((rule) => partsOf(rule).tests)) {
    if (!field.reference) continue;
    const { idType } = field.reference;
    const known = wanted.get(idType) ?? { field, ids: new Map<string, string>() };
    wanted.set(idType, known);
    for (const { operator, operand } of tests) {
      if (operator === 'isEmpty') continue;
      for (const { id, uuid } of operand as IdOperand[]) known.ids.set(uuid, id);
    }
  }

  const names = new Map<string, string>();
  const missing: { idType: string; id: string }[] = [];
  const communities = new Set<string>();
  for (const [idType, { field, ids }] of wanted) {
    const { table, title, community } = field.reference!;
    const rows = await db().query<Row>(
      `SELECT t.id AS uuid, ${title('t')} AS title, ${community ? community('t') : 'NULL'} AS community
       FROM ${table} t WHERE t.id = ANY ($1::uuid[])`,
      [[...ids.keys()]],
    );
    const found = new Map(rows.map((row) => [row.uuid, row]));
    for (const [uuid, id] of ids) {
      const row = found.get(uuid);
      names.set(id, row?.title ?? renderMessage(segmentMessages.deletedReference, context().locale));
      if (!row) missing.push({ idType, id });
      else if (row.community) communities.add(row.community);
    }
  }
  return { names, missing, communities: [...communities] };
}

/** `NOT_FOUND` where the rule refers to something the caller does not see; otherwise the communities it names. */
export async function requireReferences(rule: BoundRule): Promise<readonly string[]> {
  const { missing, communities } = await findReferences([rule]);
  if (missing[0]) throw notFound(viewOf(missing[0].idType)?.type ?? missing[0].idType);
  return communities;
}
