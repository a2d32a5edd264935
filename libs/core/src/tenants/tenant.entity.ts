import { type Locale, type TenantStatus, VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';

/** Stored branding; what is missing was never set. */
export interface StoredBranding {
  primaryColor?: string;
  logoUrl?: string;
}

/** The one row a tenant sees of the table of tenants; its `tenant_id` is its `id`. */
@Entity({ schema: 'atrium', name: 'tenant' })
export class TenantEntity extends VersionedEntity {
  @Column({ type: 'text', update: false })
  slug: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  locale: Locale;

  /** IANA name. */
  @Column({ type: 'text', name: 'time_zone' })
  timeZone: string;

  /** ISO 4217; money already stored is in it, so it never changes. */
  @Column({ type: 'text', update: false })
  currency: string;

  @Column({ type: 'text', update: false })
  status: TenantStatus;

  /** Code of its plan; the operator changes it. */
  @Column({ type: 'text', update: false })
  plan: string;

  @Column({ type: 'jsonb' })
  branding: StoredBranding;
}
