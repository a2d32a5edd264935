/** The program behind a call: an API client by its key, or the public client that a session was given to. */
export interface CallingApp {
  readonly kind: 'API_CLIENT' | 'PUBLIC_CLIENT';
  /** UUID. */
  readonly id: string;
  /** It may run operations that are registered for it, and no other. */
  readonly registeredOnly: boolean;
}
