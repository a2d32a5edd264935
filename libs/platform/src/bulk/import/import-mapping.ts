import { db, newId } from '@atrium/sdk';

type Mapping = Readonly<Record<string, string>>;

/** The mapping this tenant saved for a kind; null when it saved none. */
export async function savedMapping(kind: string): Promise<Mapping | null> {
  const [row] = await db().query<{ mapping: Mapping }>('SELECT mapping FROM atrium.import_mapping WHERE kind = $1', [
    kind,
  ]);
  return row?.mapping ?? null;
}

export async function saveMapping(kind: string, mapping: Mapping): Promise<void> {
  await db().execute(
    `INSERT INTO atrium.import_mapping (id, kind, mapping) VALUES ($1, $2, $3)
     ON CONFLICT ON CONSTRAINT import_mapping_kind_key DO UPDATE SET mapping = EXCLUDED.mapping`,
    [newId(), kind, JSON.stringify(mapping)],
  );
}
