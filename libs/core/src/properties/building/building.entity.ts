import { VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';
import type { BuildingKind } from './building.type';

/** A tsvector of whole words, as text; it is written only. */
const lexemes = {
  to: (words?: readonly string[]) => words?.map((word) => `'${word.replace(/['\\]/g, '$&$&')}'`).join(' '),
  from: (text: string) => [text],
};

@Entity({ schema: 'atrium', name: 'building' })
export class BuildingEntity extends VersionedEntity {
  @Column({ type: 'uuid', name: 'community_id', update: false })
  communityId: string;

  @Column({ type: 'text' })
  code: string;

  @Column({ type: 'text', nullable: true })
  name: string | null;

  /** The community's key, then its own: lists of several communities keep them together. */
  @Column({ type: 'text', name: 'sort_key' })
  sortKey: string;

  @Column({ type: 'text' })
  kind: BuildingKind;

  @Column({ type: 'text', nullable: true })
  address: string | null;

  @Column({ type: 'text', nullable: true })
  postcode: string | null;

  @Column({ type: 'numeric', nullable: true })
  latitude: string | null;

  @Column({ type: 'numeric', nullable: true })
  longitude: string | null;

  @Column({ type: 'int', name: 'floors_above', nullable: true })
  floorsAbove: number | null;

  @Column({ type: 'int', name: 'floors_below', nullable: true })
  floorsBelow: number | null;

  @Column({ type: 'text', name: 'external_id', nullable: true })
  externalId: string | null;

  @Column({ type: 'text', array: true, name: 'search_tokens' })
  searchTokens: string[];

  /** What finds its units. */
  @Column({ type: 'tsvector', name: 'unit_words', select: false, transformer: lexemes })
  unitWords: string[];
}
