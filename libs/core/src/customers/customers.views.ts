import {
  type ArrayField,
  defineView,
  f,
  type FieldMap,
  holds,
  isCustomer,
  type OneField,
  type View,
} from '@atrium/sdk';
import { communityView, unitView } from '../properties';
import { isCurrent, ofCustomer } from './customers.sql';

// All views of the context stand in one file, because they refer to each other in both directions.

const nodeAccess: readonly [string] = ['customer:read'];

const all = (view: () => View, orderBy: (child: string) => string): ArrayField => ({
  kind: 'array',
  view,
  link: ofCustomer,
  orderBy,
});

const seesContacts = (): boolean => isCustomer() || holds('customer:read-contact');
const contactOrder = (t: string): string => `${t}.kind DESC, ${t}.is_preferred DESC, ${t}.created_at, ${t}.id`;
/** For columns of tables: the API has them together, as contacts. */
const contactsOf = (kind: string): ArrayField => ({
  kind: 'array',
  view: () => contactView,
  link: (parent, child) => `${ofCustomer(parent, child)} AND ${child}.kind = '${kind}'`,
  orderBy: contactOrder,
});

/** The customer a column points to; of a merged one, the survivor. */
export const survivor = (foreignKey: string): OneField => ({
  kind: 'one',
  view: () => customerView,
  link: (parent, child) =>
    `${child}.tenant_id = ${parent}.tenant_id AND ${child}.id = (SELECT coalesce(a.merged_into_id, a.id)
      FROM atrium.customer a WHERE a.tenant_id = ${parent}.tenant_id AND a.id = ${parent}.${foreignKey})`,
});

const versioned: FieldMap = {
  version: f.column('version'),
  createdAt: f.instant('created_at'),
  updatedAt: f.instant('updated_at'),
};
const readProperty = 'property:read';

export const customerView: View = defineView({
  type: 'Customer',
  idType: 'customer',
  table: 'atrium.customer',
  nodeAccess,
  // Not what staff wrote about it, nor what it was merged from.
  forCustomers: [
    ...['id', 'code', 'kind', 'name', 'birthday', 'preferredLanguage', 'preferredChannel', 'contacts', 'consents'],
    ...['identityDocuments', 'consentHistory', 'occupancies', 'version', 'createdAt'],
  ],
  fields: {
    id: f.id('customer'),
    code: f.column('code'),
    externalId: f.column('external_id'),
    kind: f.column('kind'),
    name: f.column('name'),
    birthday: f.date('birthday'),
    preferredLanguage: f.column('preferred_language'),
    preferredChannel: f.column('preferred_channel'),
    remarks: f.column('remarks'),
    community: f.guarded(
      readProperty,
      f.one(() => communityView, 'community_id'),
    ),
    contacts: all(() => contactView, contactOrder),
    phones: contactsOf('PHONE'),
    emails: contactsOf('EMAIL'),
    consents: {
      kind: 'array',
      view: () => consentView,
      // Of a customer with aliases the latest decision counts, whichever of them it was entered under.
      link: (parent, child) => `${ofCustomer(parent, child)} AND ${child}.superseded_at IS NULL
        AND (${parent}.alias_ids = '{}' OR NOT EXISTS (
          SELECT FROM atrium.customer_consent later WHERE ${ofCustomer(parent, 'later')} AND later.superseded_at IS NULL
            AND (later.channel, later.purpose) = (${child}.channel, ${child}.purpose)
            AND (later.decided_at, later.id) > (${child}.decided_at, ${child}.id)))`,
      orderBy: (t) => `${t}.purpose, ${t}.channel`,
    },
    identityDocuments: all(
      () => identityDocumentView,
      (t) => `${t}.kind, ${t}.id`,
    ),
    sensitiveProfiles: f.guarded(
      'customer:read-sensitive',
      all(
        () => sensitiveProfileView,
        (t) => `${t}.kind, ${t}.id`,
      ),
      'NULL',
    ),
    aliases: f.array(
      () => customerView,
      'merged_into_id',
      (t) => `${t}.created_at, ${t}.id`,
    ),
    mergedInto: f.one(() => customerView, 'merged_into_id'),
    ...versioned,
  },
});

export const contactView: View = defineView({
  type: 'CustomerContact',
  idType: 'customer_contact',
  table: 'atrium.customer_contact',
  nodeAccess,
  forCustomers: ['id', 'kind', 'value', 'isMasked', 'extension', 'label', 'isPreferred', 'verifiedAt', 'version'],
  where: (t) => `${t}.removed_at IS NULL`,
  fields: {
    id: f.id('customer_contact'),
    kind: f.column('kind'),
    // Whoever may not see the value does not even have it read. Customers see their own contacts alone.
    value: f.sql((t) => (seesContacts() ? `${t}.value` : `${t}.masked`)),
    isMasked: f.sql(() => (seesContacts() ? 'false' : 'true')),
    extension: f.column('extension'),
    label: f.column('label'),
    isPreferred: f.column('is_preferred'),
    verifiedAt: f.instant('verified_at'),
    version: f.column('version'),
  },
});

export const consentView: View = defineView({
  type: 'CustomerConsent',
  idType: 'customer_consent',
  table: 'atrium.customer_consent',
  nodeAccess,
  forCustomers: ['id', 'channel', 'purpose', 'status', 'decidedAt', 'source', 'supersededAt'],
  fields: {
    id: f.id('customer_consent'),
    channel: f.column('channel'),
    purpose: f.column('purpose'),
    status: f.column('status'),
    decidedAt: f.instant('decided_at'),
    source: f.column('source'),
    evidence: f.column('evidence'),
    supersededAt: f.instant('superseded_at'),
  },
});

export const identityDocumentView: View = defineView({
  type: 'IdentityDocument',
  idType: 'identity_document',
  table: 'atrium.identity_document',
  nodeAccess,
  forCustomers: ['id', 'kind', 'maskedNumber', 'validUntil'],
  fields: {
    id: f.id('identity_document'),
    kind: f.column('kind'),
    maskedNumber: f.column('number_masked'),
    validUntil: f.date('valid_until'),
    version: f.column('version'),
  },
});

export const sensitiveProfileView: View = defineView({
  type: 'SensitiveProfile',
  idType: 'sensitive_profile',
  table: 'atrium.sensitive_profile',
  nodeAccess: ['customer:read-sensitive'],
  fields: {
    id: f.id('sensitive_profile'),
    kind: f.column('kind'),
    consentedOn: f.date('consented_on'),
    consentedBy: f.column('consented_by'),
    evidence: f.column('evidence'),
    note: f.column('note'),
    version: f.column('version'),
  },
});

export const occupancyView: View = defineView({
  type: 'Occupancy',
  idType: 'occupancy',
  table: 'atrium.occupancy',
  nodeAccess,
  forCustomers: [
    ...['id', 'unit', 'customer', 'kind', 'startsOn', 'endsOn', 'isCurrent', 'share', 'paysFees'],
    'isPrimaryContact',
  ],
  fields: {
    id: f.id('occupancy'),
    unit: f.guarded(
      readProperty,
      f.one(() => unitView, 'unit_id'),
    ),
    customer: survivor('customer_id'),
    kind: f.column('kind'),
    // An infinite date has no text: null.
    startsOn: f.date('starts_on'),
    endsOn: f.date('ends_on'),
    /** For columns of tables, where people write the last day of a lease. */
    lastDay: f.sql((t) => `to_char(${t}.ends_on - 1, 'YYYY-MM-DD')`),
    isCurrent: f.sql(isCurrent),
    share: f.decimal('share'),
    paysFees: f.column('pays_fees'),
    isPrimaryContact: f.column('is_primary_contact'),
    externalId: f.column('external_id'),
    ...versioned,
  },
});

const byStart = (t: string): string => `${t}.starts_on, ${t}.id`;

export const unitTransferView: View = defineView({
  type: 'UnitTransfer',
  idType: 'unit_transfer',
  table: 'atrium.unit_transfer',
  nodeAccess,
  fields: {
    id: f.id('unit_transfer'),
    unit: f.guarded(
      readProperty,
      f.one(() => unitView, 'unit_id'),
    ),
    transferredOn: f.date('transferred_on'),
    note: f.column('note'),
    ended: f.array(() => occupancyView, 'ended_by_transfer_id', byStart),
    started: f.array(() => occupancyView, 'started_by_transfer_id', byStart),
    createdAt: f.instant('created_at'),
  },
});

export const customerNoteView: View = defineView({
  type: 'CustomerNote',
  idType: 'customer_note',
  table: 'atrium.customer_note',
  nodeAccess,
  fields: {
    id: f.id('customer_note'),
    kind: f.column('kind'),
    body: f.column('body'),
    occurredAt: f.instant('occurred_at'),
    authorName: f.column('author_name'),
  },
});

export const customerMergeView: View = defineView({
  type: 'CustomerMerge',
  idType: 'customer_merge',
  table: 'atrium.customer_merge',
  nodeAccess,
  fields: {
    id: f.id('customer_merge'),
    survivor: f.one(() => customerView, 'customer_id'),
    duplicate: f.one(() => customerView, 'duplicate_id'),
    reason: f.column('reason'),
    mergedAt: f.instant('created_at'),
    undoneAt: f.instant('undone_at'),
  },
});
