import {
  Cipher,
  currentTenant,
  db,
  invalidField,
  newId,
  requireWholeCompany,
  telephonyExchange,
  telephonyExchanges,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { callMessages } from './call.messages';
import type { SetTelephonyExchangeInput, TelephonyExchangeOffer } from './call.type';

/** Which telephone exchanges a company has connected. */
@Injectable()
export class Exchanges {
  constructor(private readonly cipher: Cipher) {}

  async offers(): Promise<TelephonyExchangeOffer[]> {
    const rows = await db().query<{ exchange: string; on: boolean }>(
      'SELECT exchange, is_enabled AS on FROM atrium.telephony_exchange',
    );
    const enabled = new Map(rows.map(({ exchange, on }) => [exchange, on]));
    const { slug } = currentTenant();
    return telephonyExchanges().map(({ name }) => ({
      exchange: name,
      isEnabled: enabled.get(name) ?? false,
      reportPath: `/hooks/telephony/${slug}/${name}`,
    }));
  }

  /** `VALIDATION_FAILED` for one that no loaded module offers, or without a secret at first. */
  async set({ exchange, secret, isEnabled }: SetTelephonyExchangeInput): Promise<TelephonyExchangeOffer> {
    requireWholeCompany();
    if (!telephonyExchange(exchange)) {
      const known = telephonyExchanges().map(({ name }) => name);
      throw invalidField('input.exchange', 'UNKNOWN', callMessages.unknown, { known: known.join(', ') });
    }
    const sealed = secret ? this.cipher.encrypt(secret) : null;
    const changed = await db().execute(
      `UPDATE atrium.telephony_exchange SET secret_sealed = coalesce($2, secret_sealed), is_enabled = $3,
         version = version + 1, updated_at = now() WHERE exchange = $1`,
      [exchange, sealed, isEnabled],
    );
    if (changed === 0) {
      if (sealed === null) throw invalidField('input.secret', 'REQUIRED', callMessages.noSecret);
      await db().execute(
        'INSERT INTO atrium.telephony_exchange (id, exchange, secret_sealed, is_enabled) VALUES ($1, $2, $3, $4)',
        [newId(), exchange, sealed, isEnabled],
      );
    }
    return (await this.offers()).find((one) => one.exchange === exchange)!;
  }
}
