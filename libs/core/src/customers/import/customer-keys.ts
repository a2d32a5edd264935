import { db, seek } from '@atrium/sdk';

/** The customer of a contact or an occupancy `t`. */
const CUSTOMER = seek({ from: 'atrium.customer', select: 'id, name_key', key: { id: 't.customer_id' } });

/**
 * Who answers to the keys of rows, aliases by their survivors: external ids, prints of documents, name with phone, name
 * with unit.
 */
const FIND = `
  SELECT DISTINCT hit.key, coalesce(c.merged_into_id, c.id) AS id FROM (
    SELECT 'e' || r.x AS key, k.id FROM unnest($1::text[]) AS r(x) CROSS JOIN LATERAL 
      ${seek({ from: 'atrium.customer', select: 'id', key: { external_id: 'r.x' } })} k
    UNION ALL
    SELECT 'f' || r.x, k.customer_id FROM unnest($2::text[]) AS r(x) CROSS JOIN LATERAL 
      ${seek({ from: 'atrium.identity_document', select: 'customer_id', key: { fingerprint: 'r.x' }, limit: 5 })} k
    UNION ALL
    SELECT 'p' || r.phone || ' ' || r.name, c.id FROM unnest($3::text[], $4::text[]) AS r(phone, name) CROSS JOIN LATERAL
      ${seek({ from: 'atrium.customer_contact', select: 'customer_id', key: { value: 'r.phone' }, where: 'removed_at IS NULL', limit: 500 })} t
      CROSS JOIN LATERAL ${CUSTOMER} c WHERE c.name_key = r.name
    UNION ALL
    SELECT 'u' || r.unit_id || ' ' || r.name, c.id FROM unnest($5::uuid[], $6::text[]) AS r(unit_id, name) CROSS JOIN LATERAL
      ${seek({ from: 'atrium.occupancy', select: 'customer_id', key: { unit_id: 'r.unit_id' }, limit: 500 })} t
      CROSS JOIN LATERAL ${CUSTOMER} c WHERE c.name_key = r.name
  ) hit
  CROSS JOIN LATERAL ${seek({ from: 'atrium.customer', select: 'id, merged_into_id', key: { id: 'hit.id' } })} c`;

export const keys = {
  externalId: (id: string): string => `e${id}`,
  print: (fingerprint: string): string => `f${fingerprint}`,
  phone: (phone: string, name: string): string => `p${phone} ${name}`,
  unit: (unitId: string, name: string): string => `u${unitId} ${name}`,
};

/** What a row says of who its customer is. */
export interface CustomerKeys {
  readonly externalId: string | null;
  /** Fingerprint of the number of a document. */
  readonly print: string | null;
  readonly nameKey: string | null;
  /** As they are stored. */
  readonly phones: readonly string[];
  readonly unitId: string | null;
}

/** UUIDs of customers by `keys`, in one statement; duplicates that were merged are who they are. */
export function customersOfKeys(rows: readonly CustomerKeys[]): Promise<{ key: string; id: string }[]> {
  const phones = rows.flatMap(({ nameKey, phones: given }) =>
    nameKey === null ? [] : given.map((phone) => [phone, nameKey] as const),
  );
  const units = rows.flatMap(({ nameKey, unitId }) =>
    nameKey === null || unitId === null ? [] : [[unitId, nameKey] as const],
  );
  return db().query(FIND, [
    rows.flatMap(({ externalId }) => externalId ?? []),
    rows.flatMap(({ print }) => print ?? []),
    phones.map(([phone]) => phone),
    phones.map(([, name]) => name),
    units.map(([unit]) => unit),
    units.map(([, name]) => name),
  ]);
}
