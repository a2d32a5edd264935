import { Cipher, db, notFound } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { putIdentityDocuments } from '../customer/customer-rows';
import { lockCustomer } from '../customer/lock-customers';
import type { SetIdentityDocumentInput } from './identity-document.inputs';
import { newIdentityDocument } from './new-identity-document';

@Injectable()
export class IdentityDocumentsService {
  constructor(private readonly cipher: Cipher) {}

  async set({ customerId, document }: SetIdentityDocumentInput): Promise<void> {
    const customer = await lockCustomer(customerId);
    await putIdentityDocuments([newIdentityDocument(this.cipher, customer, document, 'input.document')]);
  }

  /** Answers whose document it was. */
  async remove(id: string): Promise<string> {
    const [found] = await db().query<{ customerId: string }>(
      'SELECT customer_id AS "customerId" FROM atrium.identity_document WHERE id = $1',
      [id],
    );
    if (!found) throw notFound('IdentityDocument');
    await lockCustomer(found.customerId);
    const removed = await db().execute('DELETE FROM atrium.identity_document WHERE id = $1', [id]);
    if (removed === 0) throw notFound('IdentityDocument');
    return found.customerId;
  }
}
