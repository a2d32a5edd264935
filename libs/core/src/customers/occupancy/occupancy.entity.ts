import { VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';
import type { OccupancyKind } from './occupancy.policy';

@Entity({ schema: 'atrium', name: 'occupancy' })
export class OccupancyEntity extends VersionedEntity {
  @Column({ type: 'uuid', name: 'community_id', update: false })
  communityId: string;

  @Column({ type: 'uuid', name: 'unit_id', update: false })
  unitId: string;

  @Column({ type: 'uuid', name: 'customer_id', update: false })
  customerId: string;

  @Column({ type: 'text', update: false })
  kind: OccupancyKind;

  /** First day; `-infinity` when it is not known. */
  @Column({ type: 'date', name: 'starts_on' })
  startsOn: string;

  /** First day on which it no longer holds; `infinity` while none is set. */
  @Column({ type: 'date', name: 'ends_on' })
  endsOn: string;

  /** Percent, two decimals. */
  @Column({ type: 'numeric', nullable: true })
  share: string | null;

  @Column({ type: 'boolean', name: 'pays_fees' })
  paysFees: boolean;

  @Column({ type: 'boolean', name: 'is_primary_contact' })
  isPrimaryContact: boolean;

  @Column({ type: 'text', name: 'external_id', nullable: true })
  externalId: string | null;
}
