import { timingSafeEqual } from 'node:crypto';
import { Cipher, currentTenant, Links, type Locale, type NotificationPurpose, renderMessage } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { notificationMessages } from '../notifications.messages';

const LETTERS = { MARKETING: 'm', SURVEY: 's' } as const;
const FORM = /^([A-Za-z0-9_-]{22})([ms])([A-Za-z0-9_-]{32,})$/;

/** What a link to stop messages stands for. */
export interface Unsubscription {
  /** UUID. */
  readonly customerId: string;
  readonly purpose: 'MARKETING' | 'SURVEY';
}

/**
 * Links in mails by which a customer stops messages of a kind. They say for whom in a form that only this installation can
 * make, for the company alone that they were made for, and go on working as long as mails are kept.
 */
@Injectable()
export class UnsubscribeLinks {
  constructor(
    private readonly cipher: Cipher,
    private readonly links: Links,
  ) {}

  /** Null for what serves the contract, and for whoever is no customer. */
  of(
    purpose: NotificationPurpose,
    customerId: string | null,
    locale: Locale,
  ): { readonly url: string; readonly footer: { readonly label: string; readonly link: string } } | null {
    if (purpose === 'CONTRACT' || customerId === null) return null;
    const token = `${Buffer.from(customerId.replaceAll('-', ''), 'hex').toString('base64url')}${LETTERS[purpose]}`;
    const url = this.links.url(`/unsubscribe/${currentTenant().slug}/${token}${this.proof(token)}`);
    return { url, footer: { label: renderMessage(notificationMessages.unsubscribe, locale), link: url } };
  }

  /** In the company's context. Null for a link that was not made here, or for another company. */
  read(given: string): Unsubscription | null {
    const match = FORM.exec(given);
    if (!match) return null;
    const [, person, letter, proof] = match as unknown as [string, string, 'm' | 's', string];
    const expected = Buffer.from(this.proof(person + letter));
    const shown = Buffer.from(proof);
    if (expected.length !== shown.length || !timingSafeEqual(expected, shown)) return null;
    const hex = Buffer.from(person, 'base64url').toString('hex');
    const customerId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return { customerId, purpose: letter === 'm' ? 'MARKETING' : 'SURVEY' };
  }

  /** Keyed, and of the current company alone. */
  private proof(token: string): string {
    return this.cipher.fingerprint(`unsubscribe ${token}`);
  }
}
