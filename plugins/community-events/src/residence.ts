/**
 * Does somebody live there by the company's calendar? A condition on `o`, rows of `core.occupancy`, whose last day is the one
 * before `ends_on`.
 *
 * @param at placeholder of an instant
 * @param zone placeholder of the company's time zone
 */
export const livesThere = (at: string, zone: string): string => {
  const day = `(${at}::timestamptz AT TIME ZONE ${zone})::date`;
  return `o.starts_on <= ${day} AND o.ends_on > ${day}`;
};
