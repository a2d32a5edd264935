import { VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';
import type { ServiceProfile } from './community.type';

@Entity({ schema: 'atrium', name: 'community' })
export class CommunityEntity extends VersionedEntity {
  @Column({ type: 'text' })
  code: string;

  @Column({ type: 'text' })
  name: string;

  /** By the name, in the tenant's language. */
  @Column({ type: 'text', name: 'sort_key' })
  sortKey: string;

  @Column({ type: 'text', name: 'service_profile' })
  serviceProfile: ServiceProfile;

  @Column({ type: 'text', nullable: true })
  address: string | null;

  @Column({ type: 'text', nullable: true })
  postcode: string | null;

  @Column({ type: 'numeric', nullable: true })
  latitude: string | null;

  @Column({ type: 'numeric', nullable: true })
  longitude: string | null;

  @Column({ type: 'text', nullable: true })
  region: string | null;

  @Column({ type: 'text', nullable: true })
  district: string | null;

  @Column({ type: 'text', name: 'external_id', nullable: true })
  externalId: string | null;
}
