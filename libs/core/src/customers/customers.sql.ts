/** The tenant's time zone; read once a statement. */
export const TENANT_ZONE = `(SELECT t.time_zone FROM atrium.tenant t)`;
/** Today in it. */
export const TODAY = `(SELECT (now() AT TIME ZONE t.time_zone)::date FROM atrium.tenant t)`;

/** Conditions on an occupancy, given its alias. */
export const isCurrent = (t: string): string => `(${t}.starts_on <= ${TODAY} AND ${t}.ends_on > ${TODAY})`;
export const hasNotEnded = (t: string): string => `${t}.ends_on > ${TODAY}`;

/** Rows of a customer: those entered under it and under its aliases. */
export const ofCustomer = (customer: string, row: string): string =>
  `${row}.tenant_id = ${customer}.tenant_id AND ${row}.customer_id = ANY (${customer}.id || ${customer}.alias_ids)`;

/**
 * Equal to any of the few rows of a subquery. It is made an array first: as a subquery the planner, who cannot tell how
 * few they are, would rather read all customers and look each of them up.
 */
export const anyOf = (subquery: string): string => `= ANY (ARRAY(${subquery}))`;

/** UUIDs of today's owners of a unit, as a subquery; of merged ones, the survivors'. */
export const ownersOf = (tenant: string, unit: string): string => `
  SELECT coalesce(a.merged_into_id, a.id) FROM atrium.occupancy o
  JOIN atrium.customer a ON a.tenant_id = o.tenant_id AND a.id = o.customer_id
  WHERE o.tenant_id = ${tenant} AND o.unit_id = ${unit} AND o.kind IN ('OWNER', 'CO_OWNER') AND ${isCurrent('o')}`;
