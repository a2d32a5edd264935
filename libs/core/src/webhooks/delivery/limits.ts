/** Most webhooks of one company, those of its programs included. */
export const MOST_SUBSCRIPTIONS = 50;
/** Deliveries of one webhook under way at once, over all workers. */
export const AT_ONCE = 4;
