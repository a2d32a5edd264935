import { VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';
import type { EquipmentKind, EquipmentState } from './equipment.type';

@Entity({ schema: 'atrium', name: 'equipment' })
export class EquipmentEntity extends VersionedEntity {
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
  kind: EquipmentKind;

  @Column({ type: 'text' })
  state: EquipmentState;

  @Column({ type: 'text', name: 'serial_number', nullable: true })
  serialNumber: string | null;

  @Column({ type: 'text', nullable: true })
  maker: string | null;

  @Column({ type: 'text', nullable: true })
  model: string | null;

  @Column({ type: 'date', name: 'installed_on', nullable: true })
  installedOn: string | null;

  @Column({ type: 'date', name: 'commissioned_on', nullable: true })
  commissionedOn: string | null;

  @Column({ type: 'date', name: 'next_inspection_on', nullable: true })
  nextInspectionOn: string | null;

  @Column({ type: 'text', name: 'external_id', nullable: true })
  externalId: string | null;
}
