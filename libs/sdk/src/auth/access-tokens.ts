/** What an access token says. It is only a pointer: rights are read from the session, not from here. */
export interface AccessTokenClaims {
  readonly kind: 'STAFF' | 'CUSTOMER';
  /** UUID of the staff member or customer. */
  readonly subject: string;
  /** UUIDs. */
  readonly tenantId: string;
  readonly sessionId: string;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Issues the signed bearer tokens of sessions: short-lived, because a new one costs one refresh. */
export abstract class AccessTokens {
  abstract issue(claims: AccessTokenClaims): Promise<AccessToken>;
}
