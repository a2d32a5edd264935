import { type Cipher, db, invalidField, type PaymentGateway, paymentGateway, paymentGateways } from '@atrium/sdk';
import { gatewayMessages } from './gateway.messages';

/** A gateway with the company's secret. */
export interface OwnGateway {
  readonly gateway: PaymentGateway;
  readonly secret: string;
}

/** The gateway there is of this name. `VALIDATION_FAILED` */
export function requireGateway(name: string): PaymentGateway {
  const found = paymentGateway(name);
  if (found) return found;
  const known = paymentGateways()
    .map((one) => one.name)
    .join(', ');
  throw invalidField('input.gateway', 'UNKNOWN', gatewayMessages.unknown, { known });
}

/** The company's gateway; null where it has none of this name, or (`enabled`) has switched it off. */
export async function ownGateway(name: string, cipher: Cipher, enabled: boolean): Promise<OwnGateway | null> {
  const gateway = paymentGateway(name);
  if (!gateway) return null;
  const [row] = await db().query<{ secret: string; on: boolean }>(
    'SELECT secret_sealed AS secret, is_enabled AS on FROM atrium.fee_gateway WHERE gateway = $1',
    [name],
  );
  return row && (row.on || !enabled) ? { gateway, secret: cipher.decrypt(row.secret) } : null;
}
