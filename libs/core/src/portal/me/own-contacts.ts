import { conflict, context, currentTenant, db, unauthenticated } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { ContactsService } from '../../customers';
import { CustomerCodes, type Challenge } from '../code/customer-codes';
import { portalMessages } from '../portal.messages';
import type { ConfirmMyContactInput, RequestMyContactInput } from './me.inputs';

/** UUID of the customer who calls; operations for customers are called by nobody else. */
export function ownId(): string {
  const { kind, id } = context().actor;
  if (kind !== 'CUSTOMER' || id === null) throw unauthenticated();
  return id;
}

/** Phones and addresses as their owner keeps them. A new one is proved first: it opens the account from then on. */
@Injectable()
export class OwnContacts {
  constructor(
    private readonly codes: CustomerCodes,
    private readonly contacts: ContactsService,
  ) {}

  request({ label, ...given }: RequestMyContactInput): Promise<Challenge> {
    const contact = this.codes.contactOf(given);
    return this.codes.request(currentTenant().id, contact, { customerId: ownId(), label: label || null });
  }

  /** Answers the new contact's UUID. `UNAUTHENTICATED` for a wrong code, also for somebody else's. */
  async confirm({ challenge, code }: ConfirmMyContactInput): Promise<string> {
    const mine = context().actor.customerIds ?? [];
    const proven = await this.codes.verify(challenge, code, 'NEW_CONTACT', (found) => {
      if (found.customerId === null || !mine.includes(found.customerId)) {
        throw unauthenticated(portalMessages.codeInvalid);
      }
      return Promise.resolve({ done: found });
    });
    const { kind, value, label } = proven;
    return this.contacts.add({
      customerId: ownId(),
      contact: { kind, value, label, isPreferred: false, verified: true },
    });
  }

  /** `CONFLICT` for the last one: nobody could sign in without. */
  async remove(id: string): Promise<void> {
    const [others] = await db().query(
      'SELECT 1 AS found FROM atrium.customer_contact WHERE id <> $1 AND removed_at IS NULL LIMIT 1',
      [id],
    );
    const [own] = await db().query(
      'SELECT 1 AS found FROM atrium.customer_contact WHERE id = $1 AND removed_at IS NULL',
      [id],
    );
    if (own && !others) throw conflict(portalMessages.lastContact);
    await this.contacts.remove(id);
  }
}
