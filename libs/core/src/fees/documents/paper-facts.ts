import { currentTenant, db } from '@atrium/sdk';
import { addDays } from '../calendar/local-date';
import { currencyOf, type Minor, minorText } from '../exact/money';

/** An amount with its thousands apart: `1,409.50`. */
export function shownAmount(amount: Minor): string {
  const text = minorText(amount, currencyOf(currentTenant().currency));
  const [whole, ...rest] = text.split('.');
  return [whole!.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.');
}

/** Days that end before `to`, as people write them: with the last one. */
export const shownPeriod = (from: string, to: string): string => `${from} – ${addDays(to, -1n)}`;

export const companyName = (): string => currentTenant().name;

export interface PaperCustomer {
  readonly name: string;
  readonly code: string;
  /** Units they pay for or were charged for in the community, as addresses. */
  readonly units: string;
}

/** Who a paper is for, with the units that they were charged for. */
export async function customerOf(id: string, communityId: string): Promise<PaperCustomer> {
  const [row] = await db().query<PaperCustomer>(
    `SELECT c.name, c.code, coalesce((SELECT string_agg(DISTINCT concat_ws(' ', b.code, u.code), '、')
       FROM atrium.fee_charge g JOIN atrium.unit u ON u.tenant_id = g.tenant_id AND u.id = g.unit_id
       JOIN atrium.building b ON b.tenant_id = u.tenant_id AND b.id = u.building_id
       WHERE g.customer_id = c.id AND g.community_id = $2), '') AS units
     FROM atrium.customer c WHERE c.id = $1`,
    [id, communityId],
  );
  return row!;
}

export async function communityName(id: string): Promise<string> {
  const [row] = await db().query<{ name: string }>('SELECT name FROM atrium.community WHERE id = $1', [id]);
  return row?.name ?? '';
}

/** Basis of the fees of a community on a day (收费依据); null where no contract is entered. */
export async function feeBasisOf(communityId: string, day: string): Promise<string | null> {
  const [row] = await db().query<{ basis: string }>(
    `SELECT fee_basis AS basis FROM atrium.service_contract
     WHERE community_id = $1 AND starts_on <= $2::date AND ends_on > $2::date LIMIT 1`,
    [communityId, day],
  );
  return row?.basis ?? null;
}
