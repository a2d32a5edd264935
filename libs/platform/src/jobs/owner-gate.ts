/**
 * May the handlers of this context or plugin work for the current tenant? Asked in the tenant's transaction, before an
 * event is kept for them and before a schedule or an event reaches them. What waits meanwhile stays.
 */
export abstract class OwnerGate {
  abstract isOpen(owner: string): Promise<boolean>;
  /** Is it a plugin, whose jobs together may take no more than half of a worker's slots? */
  abstract isGuest(owner: string): boolean;
}
