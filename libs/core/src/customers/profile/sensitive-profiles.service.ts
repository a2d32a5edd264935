import { db, invalidField, newId, notFound } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { CustomerKind } from '../customer/customer-kind';
import { requireDay } from '../customer/days';
import { lockCustomer } from '../customer/lock-customers';
import { customerMessages } from '../customers.messages';
import type { SetSensitiveProfileInput } from './sensitive-profile.inputs';

@Injectable()
export class SensitiveProfilesService {
  /** Answers the profile's UUID. */
  async set(input: SetSensitiveProfileInput): Promise<string> {
    const { customerId, kind, consentedOn, consentedBy, evidence, note } = input;
    requireDay('input.consentedOn', consentedOn);
    const customer = await lockCustomer(customerId);
    if (customer.kind !== CustomerKind.PERSON) {
      throw invalidField('input.customerId', 'NOT_ALLOWED', customerMessages.profileOfPerson);
    }
    const [row] = await db().query<{ id: string }>(
      `INSERT INTO atrium.sensitive_profile AS t (id, customer_id, kind, consented_on, consented_by, evidence, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT ON CONSTRAINT sensitive_profile_kind_key DO UPDATE SET consented_on = excluded.consented_on,
         consented_by = excluded.consented_by, evidence = excluded.evidence, note = excluded.note,
         version = t.version + 1, updated_at = now()
       RETURNING id`,
      [newId(), customerId, kind, consentedOn, consentedBy, evidence || null, note || null],
    );
    return row!.id;
  }

  /** Answers whose profile it was. */
  async remove(id: string): Promise<string> {
    const [gone] = await db().query<{ customerId: string }>(
      'DELETE FROM atrium.sensitive_profile WHERE id = $1 RETURNING customer_id AS "customerId"',
      [id],
    );
    if (!gone) throw notFound('SensitiveProfile');
    return gone.customerId;
  }
}
