import { VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';
import type { CommonAreaKind } from './common-area.type';

@Entity({ schema: 'atrium', name: 'common_area' })
export class CommonAreaEntity extends VersionedEntity {
  @Column({ type: 'uuid', name: 'community_id', update: false })
  communityId: string;

  @Column({ type: 'uuid', name: 'building_id', nullable: true })
  buildingId: string | null;

  @Column({ type: 'uuid', name: 'section_id', nullable: true })
  sectionId: string | null;

  @Column({ type: 'text' })
  code: string;

  @Column({ type: 'text' })
  name: string;

  /** The community's key, then its own by the name. */
  @Column({ type: 'text', name: 'sort_key' })
  sortKey: string;

  @Column({ type: 'text' })
  kind: CommonAreaKind;

  /** m², two decimals. */
  @Column({ type: 'numeric', nullable: true })
  area: string | null;

  @Column({ type: 'int', nullable: true })
  floor: number | null;

  @Column({ type: 'text', name: 'external_id', nullable: true })
  externalId: string | null;
}
