import { context, db, invalidField, isCustomer, notFound } from '@atrium/sdk';
import { normalPhone } from '../../customers';
import { ticketMessages } from '../tickets.messages';
import type { TicketKind, TicketSeverity } from './ticket.enums';

/** Whom and what a ticket is to be about, as it was given. UUIDs. */
export interface GivenSubject {
  readonly communityId?: string | null;
  readonly buildingId?: string | null;
  readonly unitId?: string | null;
  readonly equipmentId?: string | null;
  readonly customerId?: string | null;
  readonly categoryId?: string | null;
  readonly combination?: { readonly place: string; readonly subject: string; readonly problem: string } | null;
  readonly callerPhone?: string | null;
}

/** What is known of it. */
export interface Subject {
  readonly communityId: string | null;
  readonly serviceProfile: string | null;
  readonly buildingId: string | null;
  readonly unitId: string | null;
  readonly equipmentId: string | null;
  /** Where it is, in words. */
  readonly place: string | null;
  readonly buildingCode: string | null;
  readonly unitCode: string | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly phone: string | null;
  readonly phoneMasked: string | null;
  readonly categoryId: string | null;
  readonly defaultKind: TicketKind | null;
  readonly defaultSeverity: TicketSeverity | null;
}

interface SubjectRow {
  community_id: string | null;
  service_profile: string | null;
  building_id: string | null;
  building_community_id: string | null;
  unit_id: string | null;
  equipment_id: string | null;
  equipment_community_id: string | null;
  place: string | null;
  building_code: string | null;
  unit_code: string | null;
  customer_id: string | null;
  customer_name: string | null;
  merged_into_id: string | null;
  phone: string | null;
  phone_masked: string | null;
  category_id: string | null;
  category_active: boolean | null;
  default_kind: TicketKind | null;
  default_severity: TicketSeverity | null;
}

const FIND = {
  name: 'ticket_subject',
  text: `SELECT c.id AS community_id, c.service_profile, b.id AS building_id, b.community_id AS building_community_id,
      u.id AS unit_id, e.id AS equipment_id, e.community_id AS equipment_community_id,
      nullif(concat_ws(' ', c.name, nullif(concat_ws('-', b.code, u.code), ''), e.name), '') AS place,
      b.code AS building_code, u.code AS unit_code,
      cu.id AS customer_id, cu.name AS customer_name, cu.merged_into_id, p.value AS phone, p.masked AS phone_masked,
      k.id AS category_id, k.is_active AS category_active, k.default_kind, k.default_severity
    FROM (SELECT 1) one
    LEFT JOIN atrium.unit u ON u.id = $3
    LEFT JOIN atrium.equipment e ON e.id = $4
    LEFT JOIN atrium.building b ON b.id = coalesce($2, u.building_id, e.building_id)
    LEFT JOIN atrium.community c ON c.id = coalesce($1, u.community_id, b.community_id, e.community_id)
    LEFT JOIN atrium.customer cu ON cu.id = $5
    LEFT JOIN LATERAL (SELECT x.value, x.masked FROM atrium.customer_contact x
      WHERE x.customer_id = cu.id AND x.kind = 'PHONE' AND x.removed_at IS NULL
      ORDER BY x.is_preferred DESC, x.created_at, x.id LIMIT 1) p ON true
    LEFT JOIN atrium.ticket_category k ON k.id = $6 OR ($6 IS NULL AND (k.place, k.subject, k.problem) = ($7, $8, $9)
      AND (k.place, k.subject, k.problem) <> ('', '', ''))`,
};

/**
 * Looks up all that a ticket names in one statement. `NOT_FOUND` for what the caller does not see,
 * `VALIDATION_FAILED` for things that do not lie together.
 */
export async function findSubject(given: GivenSubject): Promise<Subject> {
  const { combination } = given;
  const customerId = given.customerId ?? (given.callerPhone ? await customerOfPhone(given) : null);
  const [row] = await db().query<SubjectRow>(FIND, [
    given.communityId ?? null,
    given.buildingId ?? null,
    given.unitId ?? null,
    given.equipmentId ?? null,
    customerId,
    given.categoryId ?? null,
    combination?.place ?? null,
    combination?.subject ?? null,
    combination?.problem ?? null,
  ]);
  check(given, customerId, row!);
  const found = row!;
  return {
    communityId: found.community_id,
    serviceProfile: found.service_profile,
    buildingId: found.building_id,
    unitId: found.unit_id,
    equipmentId: found.equipment_id,
    place: found.place,
    buildingCode: found.building_code,
    unitCode: found.unit_code,
    // What is entered of an alias is the survivor's from now on.
    customerId: found.merged_into_id ?? found.customer_id,
    customerName: found.customer_name,
    phone: found.phone,
    phoneMasked: found.phone_masked,
    categoryId: found.category_id,
    defaultKind: found.default_kind,
    defaultSeverity: found.default_severity,
  };
}

function check(given: GivenSubject, customerId: string | null, row: SubjectRow): void {
  for (const [what, wanted, found] of [
    ['Community', given.communityId, row.community_id],
    ['Building', given.buildingId, row.building_id],
    ['Unit', given.unitId, row.unit_id],
    ['Equipment', given.equipmentId, row.equipment_id],
    ['Customer', customerId, row.customer_id],
    ['TicketCategory', given.categoryId, row.category_id],
  ] as const) {
    if (wanted != null && found === null) throw notFound(what);
  }
  if (given.combination && row.category_id === null) {
    throw invalidField('input.combination', 'NO_SUCH_COMBINATION', ticketMessages.noCombination);
  }
  if (row.category_active === false) {
    throw invalidField(
      given.categoryId ? 'input.categoryId' : 'input.combination',
      'NOT_ACTIVE',
      ticketMessages.categoryInactive,
    );
  }
  const community = row.community_id;
  if (row.building_community_id !== null && row.building_community_id !== community) {
    throw invalidField('input.buildingId', 'ELSEWHERE', ticketMessages.elsewhere);
  }
  if (row.equipment_community_id !== null && row.equipment_community_id !== community) {
    throw invalidField('input.equipmentId', 'ELSEWHERE', ticketMessages.elsewhere);
  }
  if (community === null && (context().actor.communityScope !== null || isCustomer())) {
    throw invalidField('input.communityId', 'REQUIRED', ticketMessages.communityNeeded);
  }
}

/** The one customer with this telephone; of several, the one who has to do with the unit; else nobody. */
async function customerOfPhone({ callerPhone, unitId }: GivenSubject): Promise<string | null> {
  const phone = normalPhone(callerPhone!);
  if (!phone) throw invalidField('input.callerPhone', 'WRONG_FORM', ticketMessages.notAPhone);
  const rows = await db().query<{ id: string; lives: boolean }>(
    {
      name: 'ticket_caller',
      text: `SELECT DISTINCT coalesce(a.merged_into_id, a.id) AS id, EXISTS (SELECT FROM atrium.occupancy o
          WHERE o.tenant_id = a.tenant_id AND o.customer_id = a.id AND o.unit_id = $2 AND o.ends_on > now()::date) AS lives
        FROM atrium.customer_contact k JOIN atrium.customer a ON a.tenant_id = k.tenant_id AND a.id = k.customer_id
        WHERE k.value = $1 AND k.kind = 'PHONE' AND k.removed_at IS NULL LIMIT 20`,
    },
    [phone.value, unitId ?? null],
  );
  const people = [...new Set(rows.map(({ id }) => id))];
  if (people.length === 1) return people[0]!;
  const residents = [...new Set(rows.filter(({ lives }) => lives).map(({ id }) => id))];
  return residents.length === 1 ? residents[0]! : null;
}
