import { VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';

@Entity({ schema: 'atrium', name: 'public_client' })
export class PublicClientEntity extends VersionedEntity {
  @Column({ type: 'text' })
  name: string;
  @Column({ type: 'text', name: 'sort_key' })
  sortKey: string;
  @Column({ type: 'text' })
  audience: string;
  @Column({ type: 'text', array: true, name: 'redirect_uris' })
  redirectUris: string[];
  @Column({ type: 'text', array: true, name: 'allowed_origins' })
  allowedOrigins: string[];
  @Column({ type: 'boolean', name: 'registered_only' })
  registeredOnly: boolean;
  @Column({ type: 'timestamptz', name: 'revoked_at' })
  revokedAt: Date | null;
}
