import {
  Cipher,
  context,
  currentTenant,
  db,
  Events,
  invalidField,
  newId,
  notFound,
  searchScope,
  updateVersioned,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { newContacts, withPreferred } from '../contact/new-contacts';
import { customerEvents } from '../customer.events';
import { customerMessages } from '../customers.messages';
import { newIdentityDocument } from '../document/new-identity-document';
import { ContactKind } from '../contact/contact.policy';
import { customerWords } from '../search/customer-words';
import { refreshWords, writeSearch } from '../search/refresh-search';
import { requireDay } from './days';
import { insertContacts, insertCustomers, putIdentityDocuments } from './customer-rows';
import { CustomerEntity } from './customer.entity';
import type { CreateCustomerInput, UpdateCustomerInput } from './customer.inputs';
import { lockCustomer } from './lock-customers';
import { nameKey, nameSortKey } from './name-key';

@Injectable()
export class CustomersService {
  constructor(
    private readonly cipher: Cipher,
    private readonly events: Events,
  ) {}

  /** Answers the new customer's UUID. `CONFLICT` for an external id that is taken. */
  async create(input: CreateCustomerInput): Promise<string> {
    const { kind, name, contacts, identityDocument } = input;
    requireDay('input.birthday', input.birthday);
    const id = newId();
    const communityId = await this.enteringCommunity(input.communityId ?? null);
    const rows = withPreferred(newContacts(id, contacts ?? [], (index) => `input.contacts.${index}`));
    const document = identityDocument
      ? newIdentityDocument(this.cipher, { id, kind }, identityDocument, 'input.identityDocument')
      : null;
    const [code] = await insertCustomers([
      {
        id,
        kind,
        name,
        communityId,
        externalId: input.externalId || null,
        birthday: input.birthday ?? null,
        preferredLanguage: input.preferredLanguage || null,
        preferredChannel: input.preferredChannel ?? null,
        remarks: input.remarks || null,
      },
    ]);
    await insertContacts(rows);
    if (document) await putIdentityDocuments([document]);
    const phones = rows.filter((row) => row.kind === ContactKind.PHONE).map(({ value }) => value);
    const words = customerWords({ kind, name, code: code!, phones }, searchScope(currentTenant().id));
    await writeSearch(new Map([[id, words]]));
    await this.events.emit(customerEvents.customerCreated, { customerId: id, kind }, { aggregateId: id });
    return id;
  }

  async update(input: UpdateCustomerInput): Promise<void> {
    const { id, version, name, communityId } = input;
    if (name === null) throw invalidField('input.name', 'REQUIRED', customerMessages.required);
    requireDay('input.birthday', input.birthday);
    const customer = await lockCustomer(id);
    if (communityId) await this.requireCommunity(communityId);
    const keys =
      name === undefined
        ? {}
        : { name, nameKey: nameKey(name), sortKey: nameSortKey(customer.kind, name, currentTenant().locale) };
    await updateVersioned(CustomerEntity, 'Customer', id, version, {
      ...keys,
      communityId,
      externalId: emptyAsNull(input.externalId),
      birthday: input.birthday,
      preferredLanguage: emptyAsNull(input.preferredLanguage),
      preferredChannel: input.preferredChannel,
      remarks: emptyAsNull(input.remarks),
    });
    if (name !== undefined || communityId !== undefined) await refreshWords([id]);
    await this.events.emit(customerEvents.customerUpdated, { customerId: id }, { aggregateId: id });
  }

  /** Whoever is limited to communities enters customers in one of them, or would not see what it entered. */
  private async enteringCommunity(given: string | null): Promise<string | null> {
    const { communityScope } = context().actor;
    const id = given ?? (communityScope?.length === 1 ? communityScope[0]! : null);
    if (id !== null) await this.requireCommunity(id);
    else if (communityScope) throw invalidField('input.communityId', 'REQUIRED', customerMessages.communityNeeded);
    return id;
  }

  private async requireCommunity(id: string): Promise<void> {
    const [found] = await db().query('SELECT 1 AS found FROM atrium.community WHERE id = $1', [id]);
    if (!found) throw notFound('Community');
  }
}

/** An empty text means none. */
const emptyAsNull = (text: string | null | undefined): string | null | undefined => (text === '' ? null : text);
