import { VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';

@Entity({ schema: 'atrium', name: 'section' })
export class SectionEntity extends VersionedEntity {
  @Column({ type: 'uuid', name: 'community_id', update: false })
  communityId: string;

  @Column({ type: 'uuid', name: 'building_id', update: false })
  buildingId: string;

  @Column({ type: 'text' })
  code: string;

  @Column({ type: 'text', nullable: true })
  name: string | null;

  /** The building's key, then its own. */
  @Column({ type: 'text', name: 'sort_key' })
  sortKey: string;

  @Column({ type: 'text', name: 'external_id', nullable: true })
  externalId: string | null;
}
