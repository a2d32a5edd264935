import { encodeId, notFound, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { SessionTokens } from '../../staff';
import { customersWith, markVerified } from '../code/contact-customers';
import { CustomerCodes } from '../code/customer-codes';
import { CustomerSessions } from './customer-sessions';
import type { CustomerChoice } from './session.inputs';

export interface SignedIn {
  readonly tokens: SessionTokens | null;
  readonly choices: CustomerChoice[];
}

/** Signing in with a code. A session is one customer's: whoever shares a phone with others says who they are. */
@Injectable()
export class SignInCustomer {
  constructor(
    private readonly codes: CustomerCodes,
    private readonly sessions: CustomerSessions,
  ) {}

  /** `UNAUTHENTICATED` for a wrong code; `NOT_FOUND` for a customer who does not have the contact. */
  signIn(challenge: string, code: string, customerId: string | null): Promise<SignedIn> {
    return this.codes.verify<SignedIn>(challenge, code, 'SIGN_IN', async ({ kind, value }, tenantId) => {
      const sharing = await customersWith(kind, value);
      const chosen =
        customerId === null && sharing.length === 1 ? sharing[0]! : sharing.find(({ id }) => id === customerId);
      if (!chosen && customerId === null && sharing.length > 1) {
        const choices = sharing.map(({ id, name, code: number }) => ({
          customerId: encodeId('customer', id),
          name,
          code: number,
        }));
        return { open: { tokens: null, choices } };
      }
      if (!chosen) throw notFound('Customer');
      await markVerified(kind, value, chosen.id, now());
      return { done: { tokens: await this.sessions.start(tenantId, chosen.id), choices: [] } };
    });
  }
}
