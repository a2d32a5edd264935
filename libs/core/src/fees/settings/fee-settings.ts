import { db, newId, requireWholeCompany, staleVersion } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { requireAbove0 } from '../days';
import { Ratio } from '../exact/ratio';
import type { AllocationOrder } from '../payment/allocation.policy';
import type { SetFeeSettingsInput } from './fee-settings.types';

/** How a company keeps its fees. */
export interface FeeRules {
  /** In which order what is owed of one charge is paid. */
  readonly allocationOrder: AllocationOrder;
  /** Late fees are in the tax base: the tax in them is posted with them. */
  readonly lateFeesTaxed: boolean;
  /** Part of the principal a year above which a late fee is warned of. */
  readonly lateFeeCeiling: string;
  /** Years after which a claim is limited (Civil Code, article 188: three). */
  readonly limitationYears: number;
  /** Days before that on which it is told. */
  readonly limitationAlertDays: number;
  /** Cash is taken within a cashier's shift alone. */
  readonly cashNeedsShift: boolean;
  /** 0 while nothing was set. */
  readonly version: number;
}

/** Where a company has set nothing. */
export const DEFAULT_FEE_RULES: FeeRules = Object.freeze({
  allocationOrder: 'PRINCIPAL_FIRST',
  lateFeesTaxed: true,
  lateFeeCeiling: '0.24',
  limitationYears: 3,
  limitationAlertDays: 90,
  cashNeedsShift: false,
  version: 0,
});

/** Of the current tenant. */
export async function feeRules(): Promise<FeeRules> {
  const [row] = await db().query<FeeRules>({
    name: 'fee_rules',
    text: `SELECT allocation_order AS "allocationOrder", late_fees_taxed AS "lateFeesTaxed",
        trim_scale(late_fee_ceiling)::text AS "lateFeeCeiling", limitation_years AS "limitationYears",
        limitation_alert_days AS "limitationAlertDays", cash_needs_shift AS "cashNeedsShift", version
      FROM atrium.fee_settings`,
  });
  return row ?? DEFAULT_FEE_RULES;
}

/** The ceiling as an exact part of the principal. */
export const ceilingOf = ({ lateFeeCeiling }: FeeRules): Ratio => Ratio.from(lateFeeCeiling);

@Injectable()
export class FeeSettingsService {
  /** `CONFLICT` for a stale version. */
  async set(input: SetFeeSettingsInput): Promise<void> {
    requireWholeCompany();
    requireAbove0('input.lateFeeCeiling', input.lateFeeCeiling, 6);
    // One at a time: the first to set anything has no row to wait for.
    await db().query('SELECT FROM atrium.tenant FOR NO KEY UPDATE');
    const { version } = await feeRules();
    if (version !== input.version) throw staleVersion(input.version, version);
    await db().execute(
      `INSERT INTO atrium.fee_settings AS s (id, allocation_order, late_fees_taxed, late_fee_ceiling, limitation_years,
         limitation_alert_days, cash_needs_shift) VALUES ($1, $2, $3, $4::numeric, $5, $6, $7)
       ON CONFLICT (tenant_id) DO UPDATE SET allocation_order = excluded.allocation_order,
         late_fees_taxed = excluded.late_fees_taxed, late_fee_ceiling = excluded.late_fee_ceiling,
         limitation_years = excluded.limitation_years, limitation_alert_days = excluded.limitation_alert_days,
         cash_needs_shift = excluded.cash_needs_shift, version = s.version + 1, updated_at = now()`,
      [
        newId(),
        input.allocationOrder,
        input.lateFeesTaxed,
        input.lateFeeCeiling,
        input.limitationYears,
        input.limitationAlertDays,
        input.cashNeedsShift,
      ],
    );
  }
}
