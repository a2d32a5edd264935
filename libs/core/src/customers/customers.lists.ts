import {
  defineList,
  extendView,
  f,
  filter,
  type FilterField,
  invalidField,
  listField,
  type ListTypes,
  type ManyField,
} from '@atrium/sdk';
import { Unit, unitView } from '../properties';
import { CustomerConsent } from './consent/consent.type';
import { ContactKind, normalContact } from './contact/contact.policy';
import { CustomerKind } from './customer/customer-kind';
import { Customer } from './customer/customer.type';
import { customerMessages } from './customers.messages';
import { anyOf, hasNotEnded, isCurrent, ofCustomer, ownersOf } from './customers.sql';
import { consentView, customerNoteView, customerView, occupancyView } from './customers.views';
import { OccupancyKind } from './occupancy/occupancy.policy';
import { Occupancy } from './occupancy/occupancy.type';
import { CustomerNote } from './timeline/note.type';

/** Customers with a contact, that of an alias counting as the survivor's. */
const contact = (kind: ContactKind, description: string): FilterField =>
  filter.custom(description, (alias, operand, values, path) => {
    const normal = normalContact(kind, operand as string);
    if (!normal) {
      const message = kind === ContactKind.PHONE ? customerMessages.notAPhone : customerMessages.notAnEmail;
      throw invalidField(path, 'WRONG_FORM', message);
    }
    return `${alias}.id ${anyOf(`SELECT coalesce(a.merged_into_id, a.id) FROM atrium.customer_contact k
      JOIN atrium.customer a ON a.tenant_id = k.tenant_id AND a.id = k.customer_id
      WHERE k.value = ${values.add(normal.value, 'text')} AND k.kind = '${kind}' AND k.removed_at IS NULL`)}`;
  });

const occupied = (alias: string, condition: string): string =>
  `EXISTS (SELECT FROM atrium.occupancy o WHERE ${ofCustomer(alias, 'o')} AND ${condition} AND ${hasNotEnded('o')})`;

export const CustomerList: ListTypes = defineList({
  view: customerView,
  node: Customer,
  where: (t) => `${t}.merged_into_id IS NULL`,
  filters: {
    kind: filter.enum('CustomerKind', CustomerKind, 'kind', 'Person or organisation.'),
    code: filter.text('code', 'By number.'),
    externalId: filter.text('external_id', 'By the key in another system.'),
    phone: contact(ContactKind.PHONE, 'With this telephone number, in any writing.'),
    email: contact(ContactKind.EMAIL, 'With this e-mail address.'),
    unit: filter.related(
      'unit',
      'With an occupancy of this unit that has not ended.',
      (t, ids) =>
        `${t}.id ${anyOf(`SELECT coalesce(a.merged_into_id, a.id) FROM atrium.occupancy o
        JOIN atrium.customer a ON a.tenant_id = o.tenant_id AND a.id = o.customer_id
        WHERE o.unit_id = ANY (${ids}) AND ${hasNotEnded('o')}`)}`,
    ),
    community: filter.related(
      'community',
      'Entered by this community, or with an occupancy in it that has not ended.',
      (t, ids) => `(${t}.community_id = ANY (${ids}) OR ${occupied(t, `o.community_id = ANY (${ids})`)})`,
    ),
    createdAt: filter.instant('created_at', 'By the time of entry.'),
  },
  orders: {
    NAME: {
      columns: [{ column: 'sort_key', type: 'text' }],
      description: 'By name as people sort: Chinese by pinyin, surnames read as such.',
    },
    CODE: { columns: [{ column: 'code', type: 'text' }], description: 'By number.' },
    CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By the time of entry.' },
  },
  defaultOrder: { field: 'NAME' },
});

export const OccupancyList: ListTypes = defineList({
  view: occupancyView,
  node: Occupancy,
  filters: {
    kind: filter.enum('OccupancyKind', OccupancyKind, 'kind', 'By kind.'),
    unit: filter.id('unit', 'unit_id', 'Of this unit.'),
    community: filter.id('community', 'community_id', 'Of units in this community.'),
    isCurrent: filter.flag(isCurrent, 'Holding today.'),
    startsOn: filter.date('starts_on', 'By the first day.'),
    endsOn: filter.date('ends_on', 'By the first day on which it no longer holds.'),
    externalId: filter.text('external_id', 'By the key in another system.'),
  },
  orders: {
    START: {
      columns: [{ column: 'starts_on', type: 'date' }],
      description: 'By the first day; not known comes first.',
    },
    CREATED: { columns: [], description: 'By the time of entry.' },
  },
  defaultOrder: { field: 'START' },
});

export const ConsentList: ListTypes = defineList({
  view: consentView,
  node: CustomerConsent,
  orders: {
    DECIDED: { columns: [{ column: 'decided_at', type: 'timestamptz' }], description: 'By the time of the decision.' },
  },
  defaultOrder: { field: 'DECIDED', direction: 'DESC' },
});

export const CustomerNoteList: ListTypes = defineList({
  view: customerNoteView,
  node: CustomerNote,
  orders: {
    OCCURRED: { columns: [{ column: 'occurred_at', type: 'timestamptz' }], description: 'By the time it happened.' },
  },
  defaultOrder: { field: 'OCCURRED', direction: 'DESC' },
});

const paged = (list: ListTypes): ManyField => ({ kind: 'many', list: () => list.definition, link: ofCustomer });

extendView(customerView, {
  consentHistory: paged(ConsentList),
  occupancies: paged(OccupancyList),
  notes: paged(CustomerNoteList),
});
extendView(unitView, {
  occupancies: f.guarded(
    'customer:read',
    f.many(() => OccupancyList.definition, 'unit_id'),
  ),
  owners: f.guarded('customer:read', {
    kind: 'array',
    view: () => customerView,
    link: (unit, customer) => `${customer}.tenant_id = ${unit}.tenant_id
      AND ${customer}.id ${anyOf(ownersOf(`${unit}.tenant_id`, `${unit}.id`))}`,
    orderBy: (t) => `${t}.sort_key, ${t}.id`,
  }),
});

const below = (
  parent: new () => object,
  foreignKey: Parameters<typeof listField>[3]['foreignKey'],
  lists: Readonly<Record<string, [list: ListTypes, description: string]>>,
) =>
  Object.entries(lists).map(([name, [list, description]]) =>
    listField(parent, name, list, { description, foreignKey, permission: 'customer:read' }),
  );
const ofCustomerId = (alias: string, parent: string): string =>
  `${alias}.customer_id ${anyOf(`SELECT unnest(c.id || c.alias_ids) FROM atrium.customer c WHERE c.id = ${parent}`)}`;

/** Resolvers of the nested lists. */
export const customerListFields = [
  ...below(Customer, ofCustomerId, {
    consentHistory: [ConsentList, 'Every decision about messages, those in force and those superseded.'],
    occupancies: [OccupancyList, 'What the customer is or was to units.'],
    notes: [CustomerNoteList, 'What staff wrote down.'],
  }),
  ...below(Unit, 'unit_id', { occupancies: [OccupancyList, 'Who has or had to do with it.'] }),
];
