/**
 * Tells every process that somebody of the current tenant may now do less or more: a session ended, a role changed, the
 * tenant was suspended. Call it in the transaction of the change; what processes remember of the tenant's actors is
 * forgotten when that commits.
 */
export abstract class AccessChanges {
  abstract announce(): Promise<void>;
}
