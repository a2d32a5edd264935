import { Column, PrimaryColumn } from 'typeorm';

/**
 * Base of every tenant-owned entity. TypeORM is told of `id` alone: mapping the composite key makes it delete rows
 * that leave a relation. The database's key is `(tenant_id, id)`, and `tenant_id` comes from the transaction.
 */
export abstract class TenantEntity {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid', name: 'tenant_id', insert: false, update: false })
  tenantId: string;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false, update: false })
  createdAt: Date;
}

/** A tenant-owned entity that people edit: its `version` guards against lost updates. */
export abstract class VersionedEntity extends TenantEntity {
  @Column({ type: 'int', insert: false })
  version: number;

  @Column({ type: 'timestamptz', name: 'updated_at', insert: false })
  updatedAt: Date;
}
