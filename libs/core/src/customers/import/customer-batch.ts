import { type Cipher, currentTenant, db, type Events, newId, recordset, searchScope, seek } from '@atrium/sdk';
import { withPreferred } from '../contact/new-contacts';
import { ContactKind } from '../contact/contact.policy';
import { insertContacts, insertCustomers, type NewContact, putIdentityDocuments } from '../customer/customer-rows';
import { nameKey, nameSortKey } from '../customer/name-key';
import { sealedNumber } from '../document/new-identity-document';
import { customerEvents } from '../customer.events';
import { customerWords } from '../search/customer-words';
import { refreshWords, writeSearch } from '../search/refresh-search';
import type { CustomerProblem, CustomerSaid } from './customer-draft';
import { CustomerTarget, type ContactToAdd, type PrintedDocument, type StoredCustomer } from './customer-target';
import { customersOfKeys, keys } from './customer-keys';
import { importMessages } from './import.messages';

/** A row's words about its customer, with the unit it names. */
export interface CustomerRow {
  readonly said: CustomerSaid;
  readonly document: PrintedDocument | null;
  readonly unitId: string | null;
}

/** Those customers, locked in the order of their ids, with what they have. */
const LOAD = `
  SELECT c.* FROM (SELECT id FROM unnest($1::uuid[]) AS r(id) ORDER BY id) r CROSS JOIN LATERAL ${seek({
    from: 'atrium.customer',
    select: `id, external_id AS "externalId", kind, name, to_char(birthday, 'YYYY-MM-DD') AS birthday,
      preferred_language AS language, remarks,
      ARRAY(SELECT a.external_id FROM atrium.customer a WHERE a.merged_into_id = customer.id
        AND a.external_id IS NOT NULL) AS aliases,
      coalesce((SELECT json_agg(json_build_array(t.kind, t.value)) FROM unnest(customer.id || customer.alias_ids) x(id)
        CROSS JOIN LATERAL ${seek({
          from: 'atrium.customer_contact',
          select: 'kind, value',
          key: { customer_id: 'x.id' },
          where: 'removed_at IS NULL',
          limit: 10_000,
        })} t), '[]') AS contacts,
      coalesce((SELECT json_agg(json_build_array(d.kind, d.fingerprint)) FROM unnest(customer.id || customer.alias_ids) x(id)
        CROSS JOIN LATERAL ${seek({
          from: 'atrium.identity_document',
          select: 'kind, fingerprint',
          key: { customer_id: 'x.id' },
          limit: 10_000,
        })} d), '[]') AS documents`,
    key: { id: 'r.id' },
    lock: 'FOR NO KEY UPDATE',
  })} c`;

const UPDATED = {
  id: 'uuid',
  external_id: 'text',
  name: 'text',
  name_key: 'text',
  sort_key: 'text',
  birthday: 'date',
  preferred_language: 'text',
  remarks: 'text',
} as const;
const UPDATE = `UPDATE atrium.customer c SET ${Object.keys(UPDATED)
  .filter((name) => name !== 'id')
  .map((name) => `${name} = r.${name}`)
  .join(', ')}, version = c.version + 1, updated_at = now() FROM ${recordset('r', UPDATED)} WHERE c.id = r.id`;

const contactsOf = ({ phones, emails }: CustomerSaid): ContactToAdd[] => [
  ...phones.map((phone) => ({ ...phone, kind: ContactKind.PHONE })),
  ...emails.map((email) => ({ ...email, kind: ContactKind.EMAIL })),
];

/** The customers that a batch of rows is about: found with two statements, written with a handful. */
export class CustomerBatch {
  private readonly byKey = new Map<string, CustomerTarget[]>();
  private readonly used = new Set<CustomerTarget>();
  /** Numbers of the new ones, in the order in which they were used. */
  private codes: readonly string[] = [];

  static async load(rows: readonly CustomerRow[]): Promise<CustomerBatch> {
    const hits = await customersOfKeys(
      rows.map(({ said, document, unitId }) => ({
        externalId: said.externalId ?? null,
        print: document?.fingerprint ?? null,
        nameKey: said.nameKey ?? null,
        phones: said.phones.map(({ value }) => value),
        unitId,
      })),
    );
    const batch = new CustomerBatch();
    if (hits.length === 0) return batch;
    const stored = await db().query<StoredCustomer>(LOAD, [[...new Set(hits.map(({ id }) => id))]]);
    const targets = new Map(stored.map((customer) => [customer.id, new CustomerTarget(customer.id, customer)]));
    for (const { key, id } of hits) {
      const target = targets.get(id);
      if (target) batch.add(key, target);
    }
    return batch;
  }

  private add(key: string, target: CustomerTarget): void {
    const known = this.byKey.get(key);
    if (!known) this.byKey.set(key, [target]);
    else if (!known.includes(target)) known.push(target);
  }

  /** The customer a row is about: known by its keys, the strongest first, or a new one; or why that cannot be told. */
  find(row: CustomerRow): CustomerTarget | CustomerProblem {
    const { said, document } = row;
    const found = this.match(row);
    if (found && 'message' in found) return found;
    const target = found ?? new CustomerTarget(newId(), null);
    const known = said.externalId == null || target.externalId === said.externalId || target.isAlias(said.externalId);
    if (!known && target.externalId !== null) {
      const params = { name: target.name, theirs: target.externalId };
      return { field: 'customerExternalId', code: 'CONFLICTING_KEYS', message: importMessages.otherExternalId, params };
    }
    const refusal = target.refuses(said);
    if (refusal) return refusal;
    if (said.externalId != null) this.add(keys.externalId(said.externalId), target);
    if (document) this.add(keys.print(document.fingerprint), target);
    const name = said.nameKey ?? nameKey(target.name);
    for (const { value } of said.phones) this.add(keys.phone(value, name), target);
    if (row.unitId !== null) this.add(keys.unit(row.unitId, name), target);
    return target;
  }

  private match({ said, document, unitId }: CustomerRow): CustomerTarget | CustomerProblem | undefined {
    const strong = [
      ...(said.externalId == null ? [] : (this.byKey.get(keys.externalId(said.externalId)) ?? [])),
      ...(document ? (this.byKey.get(keys.print(document.fingerprint)) ?? []) : []),
    ];
    const [known, ...others] = new Set(strong);
    if (known && others.length > 0) {
      const params = { theirs: known.name };
      return { field: 'customerExternalId', code: 'CONFLICTING_KEYS', message: importMessages.conflictingKeys, params };
    }
    if (known) return known;
    if (said.nameKey === undefined) return undefined;
    // Who has another external id or document is somebody else of the same name.
    const fits = (one: CustomerTarget): boolean =>
      (said.externalId == null || one.externalId === null) && (!document || !one.contradicts(document));
    const byPhone = said.phones.flatMap(({ value }) => this.byKey.get(keys.phone(value, said.nameKey!)) ?? []);
    const byUnit = unitId === null ? [] : (this.byKey.get(keys.unit(unitId, said.nameKey)) ?? []);
    for (const weak of [byPhone, byUnit]) {
      const [same, another] = new Set(weak.filter(fits));
      if (another) return { field: 'phone', code: 'AMBIGUOUS_CUSTOMER', message: importMessages.ambiguousCustomer };
      if (same) return same;
    }
    return undefined;
  }

  /** Takes what a good row says; answers whether that changes the customer. */
  take(target: CustomerTarget, { said, document }: CustomerRow, communityId: string | null): boolean {
    this.used.add(target);
    if (target.isNew) target.communityId ??= communityId;
    return target.take(said, document, contactsOf(said));
  }

  /** Writes what good rows have said. */
  async write(cipher: Cipher, events: Events): Promise<void> {
    const used = [...this.used];
    const made = used.filter(({ isNew }) => isNew);
    const changed = used.filter(({ factsChanged }) => factsChanged);
    this.codes = await insertCustomers(
      made.map(({ id, next, communityId }) => ({
        id,
        externalId: next!.externalId,
        kind: next!.kind,
        name: next!.name,
        birthday: next!.birthday,
        preferredLanguage: next!.language,
        preferredChannel: null,
        remarks: next!.remarks,
        communityId,
      })),
    );
    if (changed.length > 0) {
      const { locale } = currentTenant();
      const rows = changed.map(({ id, next }) => ({
        id,
        external_id: next!.externalId,
        name: next!.name,
        name_key: nameKey(next!.name),
        sort_key: nameSortKey(next!.kind, next!.name, locale),
        birthday: next!.birthday,
        preferred_language: next!.language,
        remarks: next!.remarks,
      }));
      await db().execute(UPDATE, [JSON.stringify(rows)]);
    }
    await insertContacts(used.flatMap(newContactsOf));
    await putIdentityDocuments(
      used.flatMap(({ id, documentsToPut }) =>
        [...documentsToPut.values()].map(({ kind, number }) => ({
          id: newId(),
          customerId: id,
          kind,
          ...sealedNumber(cipher, number),
          validUntil: null,
        })),
      ),
    );
    await events.emitAll(
      customerEvents.customerCreated,
      used
        .filter(({ isNew }) => isNew)
        .map(({ id, next }) => ({ aggregateId: id, payload: { customerId: id, kind: next!.kind } })),
    );
    await events.emitAll(
      customerEvents.customerUpdated,
      changed.map(({ id }) => ({ aggregateId: id, payload: { customerId: id } })),
    );
  }

  /** Last of all: what customers are found by. @param moved those whose occupancies are new */
  async writeWords(moved: ReadonlySet<string>): Promise<void> {
    const scope = searchScope(currentTenant().id);
    const used = [...this.used];
    const words = new Map<string, string | null>(
      used
        .filter(({ isNew }) => isNew)
        .map(({ id, next, contactsToAdd }, index) => {
          const phones = contactsToAdd.filter(({ kind }) => kind === ContactKind.PHONE).map(({ value }) => value);
          return [id, customerWords({ kind: next!.kind, name: next!.name, code: this.codes[index]!, phones }, scope)];
        }),
    );
    const changed = new Set(used.filter((one) => !one.isNew && one.wordsChanged).map(({ id }) => id));
    for (const id of moved) if (!words.has(id) && !changed.has(id)) words.set(id, null);
    await writeSearch(words);
    if (changed.size > 0) await refreshWords(changed);
  }
}

function newContactsOf({ id, isNew, contactsToAdd }: CustomerTarget): NewContact[] {
  const rows = contactsToAdd.map((contact): NewContact => ({
    id: newId(),
    customerId: id,
    kind: contact.kind,
    value: contact.value,
    masked: contact.masked,
    extension: contact.extension,
    label: null,
    isPreferred: false,
    verifiedAt: null,
  }));
  return isNew ? withPreferred(rows) : rows;
}
