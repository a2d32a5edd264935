import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { TenantRef } from '../context/context';

export const PROVISIONS_METADATA = 'atrium:provisions';

/** What a new tenant is given by one context: roles, calendars, categories, templates, in the tenant's language. */
export interface ProvisionStep {
  /**
   * Runs in the one transaction of the sign-up, in the new tenant's context, as the platform itself. Whatever it throws
   * undoes the sign-up.
   */
  provision(tenant: TenantRef): Promise<void>;
}

/**
 * Marks a provider as a {@link ProvisionStep}. Steps run by ascending `order`: 0–99 is for what others refer to, e.g.
 * roles; 100, the default, for everything that stands alone.
 */
export const Provisions = (options: { order?: number } = {}): CustomDecorator<string> =>
  SetMetadata(PROVISIONS_METADATA, { order: options.order ?? 100 });
