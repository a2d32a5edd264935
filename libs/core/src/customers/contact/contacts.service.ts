import { db, invalidField, notFound, now, updateVersioned } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { insertContacts } from '../customer/customer-rows';
import { lockCustomer } from '../customer/lock-customers';
import { customerMessages } from '../customers.messages';
import { refreshWords } from '../search/refresh-search';
import { ContactEntity } from './contact.entity';
import type { AddCustomerContactInput, UpdateCustomerContactInput } from './contact.inputs';
import { ContactKind, normalContact } from './contact.policy';
import { extensionOf, newContacts, notAContact } from './new-contacts';

@Injectable()
export class ContactsService {
  /** Answers the new contact's UUID. `CONFLICT` when the customer has it already. */
  async add({ customerId, contact }: AddCustomerContactInput): Promise<string> {
    await lockCustomer(customerId);
    const row = newContacts(customerId, [contact], () => 'input.contact')[0]!;
    if (row.isPreferred) await this.preferNone(customerId, row.kind);
    await insertContacts([
      { ...row, isPreferred: row.isPreferred || !(await this.hasPreferred(customerId, row.kind)) },
    ]);
    await refreshWords([customerId]);
    return row.id;
  }

  async update(input: UpdateCustomerContactInput): Promise<void> {
    const { id, version, label, extension } = input;
    const contact = await this.find(id);
    await lockCustomer(contact.customerId);
    const { kind } = contact;
    const normal = input.value == null ? null : normalContact(kind, input.value);
    if (input.value === null) throw invalidField('input.value', 'REQUIRED', customerMessages.required);
    if (input.value !== undefined && !normal) {
      const { code, message } = notAContact(kind);
      throw invalidField('input.value', code, message);
    }
    if (extension && kind !== ContactKind.PHONE) {
      throw invalidField('input.extension', 'NOT_ALLOWED', customerMessages.extensionOfPhone);
    }
    if (input.isPreferred) await this.preferNone(contact.customerId, kind, id);
    const isNew = normal !== null && normal.value !== contact.value;
    const verifiedAt = input.verified == null ? (isNew ? null : undefined) : input.verified ? now() : null;
    await updateVersioned(ContactEntity, 'CustomerContact', id, version, {
      ...(normal ? { value: normal.value, masked: normal.masked, extension: extensionOf(extension, normal) } : {}),
      ...(!normal && extension !== undefined ? { extension: extension || null } : {}),
      label: label === undefined ? undefined : label || null,
      isPreferred: input.isPreferred ?? undefined,
      verifiedAt,
    });
    if (isNew) await refreshWords([contact.customerId]);
  }

  /** Answers whose contact it was. It is kept, out of sight: notices went there. */
  async remove(id: string): Promise<string> {
    const { customerId } = await this.find(id);
    await lockCustomer(customerId);
    const removed = await db().execute(
      `UPDATE atrium.customer_contact SET removed_at = $2, is_preferred = false, version = version + 1, updated_at = now()
       WHERE id = $1 AND removed_at IS NULL`,
      [id, now()],
    );
    if (removed === 0) throw notFound('CustomerContact');
    await refreshWords([customerId]);
    return customerId;
  }

  private async find(id: string): Promise<Pick<ContactEntity, 'customerId' | 'kind' | 'value'>> {
    const [found] = await db().query<Pick<ContactEntity, 'customerId' | 'kind' | 'value'>>(
      `SELECT customer_id AS "customerId", kind, value FROM atrium.customer_contact WHERE id = $1 AND removed_at IS NULL`,
      [id],
    );
    if (!found) throw notFound('CustomerContact');
    return found;
  }

  private async hasPreferred(customerId: string, kind: ContactKind): Promise<boolean> {
    const rows = await db().query(
      `SELECT 1 FROM atrium.customer_contact WHERE customer_id = $1 AND kind = $2 AND is_preferred AND removed_at IS NULL`,
      [customerId, kind],
    );
    return rows.length > 0;
  }

  private async preferNone(customerId: string, kind: ContactKind, but: string | null = null): Promise<void> {
    await db().execute(
      `UPDATE atrium.customer_contact SET is_preferred = false, version = version + 1, updated_at = now()
       WHERE customer_id = $1 AND kind = $2 AND is_preferred AND removed_at IS NULL AND id IS DISTINCT FROM $3`,
      [customerId, kind, but],
    );
  }
}
