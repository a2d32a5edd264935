import type { PluginExport } from './define-plugin';

/** The plugins of this installation, as the core sees them. */
export abstract class InstalledPlugins {
  /** Ids of those that are enabled for the tenant, sorted; at most two seconds old. */
  abstract enabledFor(tenantId: string): Promise<readonly string[]>;
  /** What plugins add to the archive of the current tenant, disabled ones too. Tables of plugins are not in it. */
  abstract exportTenant(): AsyncIterable<PluginExport & { readonly plugin: string }>;
  /** To be called before the rows of the current tenant are erased; disabled plugins are told too. */
  abstract beforeErasingTenant(): Promise<void>;
}
