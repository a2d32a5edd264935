import { defineTopic } from '@atrium/sdk';

/** Customers with what hangs on them, by the customer's id. */
export const customerTopic = defineTopic('customer');
