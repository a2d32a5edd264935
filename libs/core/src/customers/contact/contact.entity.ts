import { VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';
import type { ContactKind } from './contact.policy';

@Entity({ schema: 'atrium', name: 'customer_contact' })
export class ContactEntity extends VersionedEntity {
  @Column({ type: 'uuid', name: 'customer_id', update: false })
  customerId: string;

  @Column({ type: 'text', update: false })
  kind: ContactKind;

  /** Normalised: what is compared and dialled. */
  @Column({ type: 'text' })
  value: string;

  @Column({ type: 'text' })
  masked: string;

  @Column({ type: 'text', nullable: true })
  extension: string | null;

  @Column({ type: 'text', nullable: true })
  label: string | null;

  @Column({ type: 'boolean', name: 'is_preferred' })
  isPreferred: boolean;

  @Column({ type: 'timestamptz', name: 'verified_at', nullable: true })
  verifiedAt: Date | null;

  /** A removed contact is kept: notices went there. */
  @Column({ type: 'timestamptz', name: 'removed_at', nullable: true })
  removedAt: Date | null;
}
