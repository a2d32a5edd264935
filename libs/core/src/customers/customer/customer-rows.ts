import { currentTenant, db, recordset } from '@atrium/sdk';
import { takeNumbers } from '../../counter/take-numbers';
import type { ContactChannel } from '../consent/consent.policy';
import type { ContactKind } from '../contact/contact.policy';
import type { IdentityDocumentKind } from '../document/identity-document.policy';
import type { CustomerKind } from './customer-kind';
import { nameKey, nameSortKey } from './name-key';

/** A customer to be entered, whether by hand or by an import. */
export interface NewCustomer {
  readonly id: string;
  readonly externalId: string | null;
  readonly kind: CustomerKind;
  readonly name: string;
  readonly birthday: string | null;
  readonly preferredLanguage: string | null;
  readonly preferredChannel: ContactChannel | null;
  readonly remarks: string | null;
  readonly communityId: string | null;
}

const COUNTER = 'customer';
const DIGITS = 8;

/** Enters customers; answers their numbers, in the same order. */
export async function insertCustomers(rows: readonly NewCustomer[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const { locale } = currentTenant();
  const first = await takeNumbers(COUNTER, rows.length);
  const codes = rows.map((_, index) => `C${String(first + index).padStart(DIGITS, '0')}`);
  const columns = {
    id: 'uuid',
    code: 'text',
    external_id: 'text',
    kind: 'text',
    name: 'text',
    name_key: 'text',
    sort_key: 'text',
    birthday: 'date',
    preferred_language: 'text',
    preferred_channel: 'text',
    remarks: 'text',
    community_id: 'uuid',
  };
  await insert(
    'atrium.customer',
    columns,
    rows.map((row, index) => ({
      id: row.id,
      code: codes[index],
      external_id: row.externalId,
      kind: row.kind,
      name: row.name,
      name_key: nameKey(row.name),
      sort_key: nameSortKey(row.kind, row.name, locale),
      birthday: row.birthday,
      preferred_language: row.preferredLanguage,
      preferred_channel: row.preferredChannel,
      remarks: row.remarks,
      community_id: row.communityId,
    })),
  );
  return codes;
}

export interface NewContact {
  readonly id: string;
  readonly customerId: string;
  readonly kind: ContactKind;
  readonly value: string;
  readonly masked: string;
  readonly extension: string | null;
  readonly label: string | null;
  readonly isPreferred: boolean;
  readonly verifiedAt: Date | null;
}

export async function insertContacts(rows: readonly NewContact[]): Promise<void> {
  const columns = {
    id: 'uuid',
    customer_id: 'uuid',
    kind: 'text',
    value: 'text',
    masked: 'text',
    extension: 'text',
    label: 'text',
    is_preferred: 'boolean',
    verified_at: 'timestamptz',
  };
  await insert(
    'atrium.customer_contact',
    columns,
    rows.map((row) => ({
      id: row.id,
      customer_id: row.customerId,
      kind: row.kind,
      value: row.value,
      masked: row.masked,
      extension: row.extension,
      label: row.label,
      is_preferred: row.isPreferred,
      verified_at: row.verifiedAt,
    })),
  );
}

export interface NewIdentityDocument {
  readonly id: string;
  readonly customerId: string;
  readonly kind: IdentityDocumentKind;
  readonly sealed: string;
  readonly masked: string;
  readonly fingerprint: string;
  readonly validUntil: string | null;
}

/** Enters documents; one of a kind the customer has already is replaced. */
export async function putIdentityDocuments(rows: readonly NewIdentityDocument[]): Promise<void> {
  const columns = {
    id: 'uuid',
    customer_id: 'uuid',
    kind: 'text',
    number_sealed: 'text',
    number_masked: 'text',
    fingerprint: 'text',
    valid_until: 'date',
  };
  await insert(
    'atrium.identity_document',
    columns,
    rows.map((row) => ({
      id: row.id,
      customer_id: row.customerId,
      kind: row.kind,
      number_sealed: row.sealed,
      number_masked: row.masked,
      fingerprint: row.fingerprint,
      valid_until: row.validUntil,
    })),
    `ON CONFLICT ON CONSTRAINT identity_document_kind_key DO UPDATE SET number_sealed = excluded.number_sealed,
    number_masked = excluded.number_masked, fingerprint = excluded.fingerprint, valid_until = excluded.valid_until,
    version = t.version + 1, updated_at = now()`,
  );
}

async function insert(
  table: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly object[],
  conflict = '',
): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(columns).join(', ');
  await db().execute(
    {
      name: `insert_${table.replace('.', '_')}`,
      text: `INSERT INTO ${table} AS t (${names}) SELECT ${names} FROM ${recordset('r', columns)} ${conflict}`,
    },
    [JSON.stringify(rows)],
  );
}
