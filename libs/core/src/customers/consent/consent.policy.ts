/** Ways to reach a customer. */
export enum ContactChannel {
  PHONE = 'PHONE',
  SMS = 'SMS',
  EMAIL = 'EMAIL',
  APP = 'APP',
  WECHAT = 'WECHAT',
  POST = 'POST',
}

/** What a message is for. */
export enum ConsentPurpose {
  CONTRACT = 'CONTRACT',
  MARKETING = 'MARKETING',
  SURVEY = 'SURVEY',
}

export enum ConsentStatus {
  GRANTED = 'GRANTED',
  WITHDRAWN = 'WITHDRAWN',
}

/** How a decision reached us. */
export enum ConsentSource {
  WRITTEN = 'WRITTEN',
  VERBAL = 'VERBAL',
  ONLINE = 'ONLINE',
  IMPORT = 'IMPORT',
}

export interface ConsentDecision {
  readonly channel: ContactChannel;
  readonly purpose: ConsentPurpose;
  readonly status: ConsentStatus;
}

/**
 * May a message of this purpose go to the customer over this channel? What serves the contract (bills, outages) needs
 * no consent until the customer objects (PIPL art. 13 (2)), and neither does a question about how it was served;
 * marketing needs one that was not withdrawn (art. 13 (1), 15). One purpose never decides about the other.
 * @param inForce decisions in force, at most one per channel and purpose
 */
export function mayContact(
  inForce: readonly ConsentDecision[],
  channel: ContactChannel,
  purpose: ConsentPurpose,
): boolean {
  const decision = inForce.find((one) => one.channel === channel && one.purpose === purpose);
  if (decision) return decision.status === ConsentStatus.GRANTED;
  return purpose !== ConsentPurpose.MARKETING;
}
