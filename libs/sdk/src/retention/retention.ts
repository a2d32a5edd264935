import type { Locale } from '../errors/messages';

/**
 * How long rows of one kind are kept, in days: a setting of each tenant. Which rows they are is said by their tables
 * (`retention` of `createTenantTable`), or by {@link RetentionRule.apply}. Every night in the tenant's time zone what is
 * older goes.
 */
export interface RetentionRule {
  /** E.g. `AUDIT_LOG`; a plugin's begin with its id, `COMMUNITY_EVENTS_VISITS`. Kept in the tenants' settings. */
  readonly kind: string;
  readonly description: Readonly<Record<Locale, string>>;
  /** Where a tenant has set nothing; null: without end. */
  readonly defaultDays: number | null;
  /** Fewer are refused. Default 1. */
  readonly minimumDays?: number;
  /** What asks for the minimum, e.g. an article of a law. */
  readonly source?: Readonly<Record<Locale, string>>;
  /** For what deleting by age does not do: handles at most `limit` of what is older, answers how many; 0 when done. */
  readonly apply?: (before: Date, limit: number) => Promise<number>;
}

/** The rules of all contexts and plugins of this installation. */
export abstract class RetentionRules {
  abstract all(): readonly RetentionRule[];
}

/** @throws Error naming what is wrong with the rule */
export function defineRetention(rule: RetentionRule): RetentionRule {
  const { kind, defaultDays, minimumDays = 1 } = rule;
  if (!/^[A-Z][A-Z0-9_]{2,59}$/.test(kind)) throw new Error(`Retention ${kind}: the name must be like AUDIT_LOG`);
  if (!Number.isInteger(minimumDays) || minimumDays < 1)
    throw new Error(`Retention ${kind}: minimumDays must be 1 or more`);
  if (defaultDays !== null && !(Number.isInteger(defaultDays) && defaultDays >= minimumDays)) {
    throw new Error(`Retention ${kind}: defaultDays must be whole and not below the minimum`);
  }
  return rule;
}
