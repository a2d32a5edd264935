import { AccessChanges, currentTenant, db, ref, updateVersioned, validationFailed } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { timeZoneName } from './regional.policy';
import { timeZoneProblem } from './sign-up-tenant';
import { type StoredBranding, TenantEntity } from './tenant.entity';
import type { BrandingInput, UpdateTenantInput, UpdateTenantPayload } from './tenants.inputs';

@Injectable()
export class UpdateTenant {
  constructor(private readonly accessChanges: AccessChanges) {}

  /** `CONFLICT` when the version is stale; `VALIDATION_FAILED` for an unknown time zone. */
  async run({ version, name, locale, timeZone, branding }: UpdateTenantInput): Promise<UpdateTenantPayload> {
    const { id } = currentTenant();
    const zone = timeZone == null ? undefined : timeZoneName(timeZone);
    if (zone === null) throw validationFailed(timeZoneProblem(timeZone!));
    await updateVersioned(TenantEntity, 'Tenant', id, version, {
      name: name ?? undefined,
      locale: locale ?? undefined,
      timeZone: zone,
      branding: branding ? merged(await storedBranding(id), branding) : undefined,
    });
    // Processes remember the tenant along with its actors.
    await this.accessChanges.announce();
    return { tenant: ref('tenant', id) };
  }
}

async function storedBranding(id: string): Promise<StoredBranding> {
  const [row] = await db().query<{ branding: StoredBranding }>(
    'SELECT branding FROM atrium.tenant WHERE id = $1 FOR UPDATE',
    [id],
  );
  return row?.branding ?? {};
}

/** What is left out of the input stays, null empties it. */
function merged(stored: StoredBranding, given: BrandingInput): StoredBranding {
  const all = { ...stored, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
