/** The plugins of this installation, as the core sees them. */
export abstract class InstalledPlugins {
  /** Ids of those that are enabled for the tenant, sorted; at most two seconds old. */
  abstract enabledFor(tenantId: string): Promise<readonly string[]>;
}
