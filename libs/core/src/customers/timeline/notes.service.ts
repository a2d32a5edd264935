import { context, db, invalidField, newId, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockCustomer } from '../customer/lock-customers';
import { customerMessages } from '../customers.messages';
import type { AddCustomerNoteInput } from './note.inputs';

@Injectable()
export class NotesService {
  /** Answers the note's UUID. */
  async add({ customerId, kind, body, occurredAt }: AddCustomerNoteInput): Promise<string> {
    const at = occurredAt ?? now();
    if (at > now()) throw invalidField('input.occurredAt', 'IN_THE_FUTURE', customerMessages.inTheFuture);
    await lockCustomer(customerId);
    const { actor } = context();
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.customer_note (id, customer_id, kind, body, occurred_at, author_id, author_name)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, customerId, kind, body, at, actor.id, actor.name],
    );
    return id;
  }
}
