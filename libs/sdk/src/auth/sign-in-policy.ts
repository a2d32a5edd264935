/** What the installation's configuration says of signing in. */
export abstract class SignInPolicy {
  /** Failed attempts in a row after which an account is locked for a while. */
  abstract readonly maxFailures: number;
  /** First lock-out; each further failure doubles it up to `backOffMaxSeconds`. */
  abstract readonly backOffSeconds: number;
  abstract readonly backOffMaxSeconds: number;
  /** May a company's identity provider lie in a private network, and without TLS? */
  abstract readonly allowPrivateIssuers: boolean;
  /** Life of a refresh token; each use brings a new one. */
  abstract readonly refreshTokenTtlDays: number;
}
