import { VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';
import type { DataScopeKind } from '../scope/data-scope.type';

@Entity({ schema: 'atrium', name: 'api_client' })
export class ApiClientEntity extends VersionedEntity {
  @Column({ type: 'text' })
  name: string;

  /** By the name, in the tenant's language. */
  @Column({ type: 'text', name: 'sort_key' })
  sortKey: string;

  @Column({ type: 'text', array: true })
  permissions: string[];

  @Column({ type: 'text', name: 'data_scope' })
  dataScope: DataScopeKind;

  /** CIDR blocks; empty for any address. */
  @Column({ type: 'text', array: true, name: 'allowed_networks' })
  allowedNetworks: string[];

  @Column({ type: 'boolean', name: 'registered_only' })
  registeredOnly: boolean;

  @Column({ type: 'timestamptz', name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'timestamptz', name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  @Column({ type: 'uuid', name: 'created_by_id', nullable: true, update: false })
  createdById: string | null;
}
