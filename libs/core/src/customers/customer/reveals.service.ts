import { Cipher, db, newId, notFound } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';

/**
 * Shows masked data, one value at a time. Each time is a row of its own with the reason, and by its audit entry with
 * the name of who looked: without the row nothing is shown.
 */
@Injectable()
export class RevealsService {
  constructor(private readonly cipher: Cipher) {}

  /** The number or address of a contact. */
  async contact(id: string, reason: string): Promise<string> {
    const [found] = await db().query<{ customerId: string; value: string }>(
      'SELECT customer_id AS "customerId", value FROM atrium.customer_contact WHERE id = $1 AND removed_at IS NULL',
      [id],
    );
    if (!found) throw notFound('CustomerContact');
    await this.record(found.customerId, 'CONTACT', id, reason);
    return found.value;
  }

  /** The number of an identity document. */
  async identityNumber(id: string, reason: string): Promise<string> {
    const [found] = await db().query<{ customerId: string; sealed: string }>(
      'SELECT customer_id AS "customerId", number_sealed AS sealed FROM atrium.identity_document WHERE id = $1',
      [id],
    );
    if (!found) throw notFound('IdentityDocument');
    await this.record(found.customerId, 'IDENTITY_NUMBER', id, reason);
    return this.cipher.decrypt(found.sealed);
  }

  private async record(customerId: string, subject: string, subjectId: string, reason: string): Promise<void> {
    await db().execute(
      'INSERT INTO atrium.customer_reveal (id, customer_id, subject, subject_id, reason) VALUES ($1, $2, $3, $4, $5)',
      [newId(), customerId, subject, subjectId, reason],
    );
  }
}
