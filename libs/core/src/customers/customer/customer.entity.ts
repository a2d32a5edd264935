import { VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';
import type { ContactChannel } from '../consent/consent.policy';
import type { CustomerKind } from './customer-kind';

@Entity({ schema: 'atrium', name: 'customer' })
export class CustomerEntity extends VersionedEntity {
  @Column({ type: 'text', update: false })
  code: string;

  @Column({ type: 'text', name: 'external_id', nullable: true })
  externalId: string | null;

  @Column({ type: 'text', update: false })
  kind: CustomerKind;

  @Column({ type: 'text' })
  name: string;

  /** The name without case, width, spaces and punctuation: equal names have equal keys. */
  @Column({ type: 'text', name: 'name_key' })
  nameKey: string;

  /** Order of lists: surnames by pinyin. */
  @Column({ type: 'text', name: 'sort_key' })
  sortKey: string;

  @Column({ type: 'date', nullable: true })
  birthday: string | null;

  @Column({ type: 'text', name: 'preferred_language', nullable: true })
  preferredLanguage: string | null;

  @Column({ type: 'text', name: 'preferred_channel', nullable: true })
  preferredChannel: ContactChannel | null;

  @Column({ type: 'text', nullable: true })
  remarks: string | null;

  /** The community that entered it. */
  @Column({ type: 'uuid', name: 'community_id', nullable: true })
  communityId: string | null;

  /** Set on an alias; its survivor lists it in `aliasIds`. */
  @Column({ type: 'uuid', name: 'merged_into_id', nullable: true })
  mergedIntoId: string | null;

  @Column({ type: 'uuid', array: true, name: 'alias_ids' })
  aliasIds: string[];

  @Column({ type: 'uuid', array: true, name: 'alias_community_ids' })
  aliasCommunityIds: string[];
}
