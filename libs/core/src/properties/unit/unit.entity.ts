import { VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';
import type { UnitState, UnitUsage } from './unit.type';

@Entity({ schema: 'atrium', name: 'unit' })
export class UnitEntity extends VersionedEntity {
  @Column({ type: 'uuid', name: 'community_id', update: false })
  communityId: string;

  @Column({ type: 'uuid', name: 'building_id', update: false })
  buildingId: string;

  @Column({ type: 'uuid', name: 'section_id', nullable: true })
  sectionId: string | null;

  @Column({ type: 'text' })
  code: string;

  /** The building's key, then its own. */
  @Column({ type: 'text', name: 'sort_key' })
  sortKey: string;

  @Column({ type: 'text' })
  usage: UnitUsage;

  @Column({ type: 'text' })
  state: UnitState;

  /** m², two decimals. */
  @Column({ type: 'numeric', name: 'gross_area', nullable: true })
  grossArea: string | null;

  /** m², two decimals, at most the gross area. */
  @Column({ type: 'numeric', name: 'net_area', nullable: true })
  netArea: string | null;

  @Column({ type: 'int', nullable: true })
  floor: number | null;

  @Column({ type: 'date', name: 'handed_over_on', nullable: true })
  handedOverOn: string | null;

  @Column({ type: 'text', name: 'external_id', nullable: true })
  externalId: string | null;

  @Column({ type: 'text', array: true, name: 'search_tokens' })
  searchTokens: string[];
}
