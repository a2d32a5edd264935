/** What the installation's configuration says of the life of tenants. */
export abstract class TenantRules {
  /** Days between the wish to be erased and the erasure, in which it can be taken back. */
  abstract readonly erasureGraceDays: number;
  /** Days within which somebody's request about their own data is to be answered, unless it says otherwise. */
  abstract readonly privacyRequestDays: number;
  /** Days an offer to take a community over is good for. */
  abstract readonly takeOverOfferDays: number;
}
