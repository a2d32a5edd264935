/** What of a community goes along, as giver and receiver agree. */
export enum TakeOverPart {
  PROPERTIES = 'PROPERTIES',
  CUSTOMERS = 'CUSTOMERS',
  DOCUMENTS = 'DOCUMENTS',
  HISTORY = 'HISTORY',
}

/** Whose rows of a table go: those of the community, or those that name one of its customers. */
export type TakenRows = 'community' | 'customer';

export interface TakenTable {
  readonly table: string;
  readonly part: TakeOverPart;
  readonly rows: TakenRows;
  /** Columns that mean nothing at the receiver: written as given, not as read. */
  readonly overwrite?: Readonly<Record<string, unknown>>;
  /** Further condition, as SQL over the row `t`; `$1` is the community or the customers. */
  readonly also?: string;
  /** Order in which rows are written, as SQL over the row `t`; default by id. */
  readonly first?: string;
}

const NO_KEY = { external_id: null };
const { PROPERTIES, CUSTOMERS, DOCUMENTS, HISTORY } = TakeOverPart;

/**
 * Tables whose rows go along, in the order in which they are written, so that what is referred to comes first. Ids stay as
 * they are: keys are `(tenant_id, id)`, so the receiver's rows may bear the giver's ids, and references need no translation.
 * Keys of the giver's other systems stay behind.
 */
export const TAKEN_TABLES: readonly TakenTable[] = [
  { table: 'atrium.community', part: PROPERTIES, rows: 'community', overwrite: NO_KEY },
  {
    table: 'atrium.building',
    part: PROPERTIES,
    rows: 'community',
    overwrite: { ...NO_KEY, search_tokens: [], unit_words: '' },
  },
  { table: 'atrium.section', part: PROPERTIES, rows: 'community', overwrite: NO_KEY },
  { table: 'atrium.unit', part: PROPERTIES, rows: 'community', overwrite: { ...NO_KEY, search_tokens: [] } },
  { table: 'atrium.common_area', part: PROPERTIES, rows: 'community', overwrite: NO_KEY },
  { table: 'atrium.equipment', part: PROPERTIES, rows: 'community', overwrite: NO_KEY },
  // Survivors before the duplicates that point at them.
  {
    table: 'atrium.customer',
    part: CUSTOMERS,
    rows: 'customer',
    overwrite: NO_KEY,
    first: 't.merged_into_id IS NOT NULL',
  },
  { table: 'atrium.customer_contact', part: CUSTOMERS, rows: 'customer' },
  { table: 'atrium.customer_consent', part: CUSTOMERS, rows: 'customer' },
  { table: 'atrium.notification_preference', part: CUSTOMERS, rows: 'customer' },
  // One that was undone may name somebody who has nothing to do with the community.
  { table: 'atrium.customer_merge', part: CUSTOMERS, rows: 'customer', also: 't.duplicate_id = ANY ($1::uuid[])' },
  { table: 'atrium.unit_transfer', part: CUSTOMERS, rows: 'community' },
  { table: 'atrium.occupancy', part: CUSTOMERS, rows: 'community', overwrite: NO_KEY },
  { table: 'atrium.identity_document', part: DOCUMENTS, rows: 'customer' },
  { table: 'atrium.sensitive_profile', part: DOCUMENTS, rows: 'customer' },
  { table: 'atrium.customer_note', part: HISTORY, rows: 'customer', overwrite: { author_id: null } },
];

/** Tables that name a community or a customer and stay with the giver, with the reason. */
export const STAYING_TABLES: Readonly<Record<string, string>> = {
  'atrium.team_community': 'it says which of the giver’s teams work where',
  'atrium.audit_log': 'it is the giver’s record of who did what; the receiver’s begins with the take-over',
  'atrium.scope_community': 'it limits the giver’s staff',
  'atrium.community_offer': 'it is the offer itself',
  'atrium.community_takeover': 'an earlier take-over is the giver’s own history',
  'atrium.customer_search_entry': 'derived: made anew at the receiver',
  'atrium.segment_member': 'segments are the giver’s; the receiver makes its own',
  'atrium.survey_invitation': 'the giver has asked; who was is part of its surveys',
  'atrium.survey_response': 'as invitations: it was the giver that was judged',
  'atrium.survey_waiting_score': 'as answers',
  'atrium.survey_cell': 'figures of the giver’s own service',
  'atrium.customer_reveal': 'who looked at what at the giver’s',
  'atrium.privacy_request': 'asked of the giver and answered by it',
  'atrium.customer_session': 'signing in begins anew at the receiver',
  'atrium.customer_code': 'as sessions',
  'atrium.notification': 'what the giver has told whom; the receiver tells anew',
  'atrium.notification_delivery': 'as messages',
  'atrium.inbox_message': 'as messages: their texts speak for the giver',
  'atrium.undeliverable_address': 'what the giver’s own mail has met',
  'atrium.notice': 'the giver’s announcements; the receiver makes its own',
  'atrium.notice_addressee': 'as notices',
  'atrium.ticket': 'the giver’s service and what it promised; open matters are agreed on and entered by the receiver',
  'atrium.ticket_comment': 'as tickets',
  'atrium.ticket_file': 'as tickets',
  'atrium.mediation_party': 'as tickets',
  'atrium.phone_call': 'calls with the giver’s people',
  'atrium.ticket_incident': 'as tickets',
  'atrium.ticket_search_entry': 'as tickets',
  'atrium.ticket_reader': 'as tickets',
  'atrium.service_contract': 'a contract with the giver; the receiver has its own',
  ...Object.fromEntries(
    [
      ...['assignment', 'billing_area', 'meter', 'meter_reading', 'own_price', 'payer', 'rate_factor', 'shared_cost'],
    ].map((name) => [`atrium.fee_${name}`, 'the giver’s tariff, which its books rest on; the receiver has its own']),
  ),
  ...Object.fromEntries(
    [
      'fee_account_total',
      'fee_charge',
      'fee_posting',
      'fee_prepaid',
      'fee_payment',
      'fee_refund',
      'fee_dispute',
      'fee_correction',
      'fee_deposit',
      'fee_deposit_entry',
      'fee_shift',
      'fee_payment_order',
      'fee_gateway_event',
      'fee_rate_snapshot',
      'fee_opening_balance',
      'billing_skip',
    ].map((name) => [
      `atrium.${name}`,
      'the giver’s books, which it keeps for the legal term; debts that go along are opening balances of the receiver',
    ]),
  ),
};
