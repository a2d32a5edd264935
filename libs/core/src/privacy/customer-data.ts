import { Cipher, db, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';

/** A machine-readable copy of everything a company holds of one person. */
export interface CustomerData {
  readonly format: 'atrium-customer-data';
  readonly version: 1;
  readonly madeAt: string;
  /** The customer, and the duplicates that were merged into them. */
  readonly customers: readonly object[];
  /** Rows that name them, by table; what the database cannot show (hashes, seals) is left out. */
  readonly tables: Readonly<Record<string, readonly object[]>>;
}

/** Every table with a reference to a customer, from the catalog: a new one, a plugin's, cannot be forgotten. */
const TABLES = `
  SELECT f.conrelid::regclass::text AS name, array_agg(DISTINCT a.attname::text) AS columns
  FROM pg_constraint f CROSS JOIN LATERAL unnest(f.conkey, f.confkey) k (mine, theirs)
  JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.mine
  JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = k.theirs
  WHERE f.contype = 'f' AND f.confrelid = 'atrium.customer'::regclass AND f.conrelid <> f.confrelid AND b.attname = 'id'
    AND f.conrelid <> ALL (ARRAY['atrium.customer_search_entry', 'atrium.ticket_search_entry']::regclass[])
  GROUP BY f.conrelid ORDER BY 1`;

/** Kept from the copy: they say nothing to the person, or only how we find them. */
const HIDDEN = ['tenant_id', 'search_tokens', 'sort_key', 'name_key', 'number_sealed', 'fingerprint', 'token_hash'];

@Injectable()
export class CustomerDataCopies {
  constructor(private readonly cipher: Cipher) {}

  /** Of the customer and its aliases, by their UUIDs. */
  async copy(ids: readonly string[]): Promise<CustomerData> {
    const customers = await db().query<{ row: object }>(
      'SELECT to_jsonb(c) - $2::text[] AS row FROM atrium.customer c WHERE c.id = ANY ($1::uuid[]) ORDER BY c.id',
      [ids, HIDDEN],
    );
    const tables: Record<string, readonly object[]> = {};
    for (const { name, columns } of await db().query<{ name: string; columns: string[] }>(TABLES)) {
      const named = columns.map((column) => `r."${column}" = ANY ($1::uuid[])`).join(' OR ');
      const rows = await db().query<{ row: object }>(
        `SELECT to_jsonb(r) - $2::text[] AS row FROM ${name} r WHERE ${named} ORDER BY r.created_at, r.id`,
        [ids, HIDDEN],
      );
      tables[name] = rows.map(({ row }) => row);
    }
    tables['atrium.identity_document'] = await this.documents(ids);
    return {
      format: 'atrium-customer-data',
      version: 1,
      madeAt: now().toISOString(),
      customers: customers.map(({ row }) => row),
      tables,
    };
  }

  /** The person's own copy shows their numbers whole. */
  private async documents(ids: readonly string[]): Promise<object[]> {
    const rows = await db().query<{ row: object; sealed: string }>(
      `SELECT to_jsonb(d) - $2::text[] AS row, d.number_sealed AS sealed FROM atrium.identity_document d
       WHERE d.customer_id = ANY ($1::uuid[]) ORDER BY d.created_at, d.id`,
      [ids, HIDDEN],
    );
    return rows.map(({ row, sealed }) => ({ ...row, number: this.cipher.decrypt(sealed) }));
  }
}
