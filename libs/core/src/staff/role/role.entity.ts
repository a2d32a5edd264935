import { type ReadyRole, VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';

@Entity({ schema: 'atrium', name: 'role' })
export class RoleEntity extends VersionedEntity {
  @Column({ type: 'boolean', name: 'second_factor_required' })
  secondFactorRequired: boolean;

  /** In the smallest unit of the currency, as node-postgres answers a bigint. */
  @Column({ type: 'bigint', name: 'compensation_per_ticket', nullable: true })
  compensationPerTicket: string | null;

  @Column({ type: 'bigint', name: 'compensation_per_month', nullable: true })
  compensationPerMonth: string | null;

  @Column({ type: 'text' })
  name: string;

  /** By the name, in the tenant's language. */
  @Column({ type: 'text', name: 'sort_key' })
  sortKey: string;

  @Column({ type: 'text', nullable: true })
  description: string | null;

  /** Which ready-made role it is; null for the tenant's own. */
  @Column({ type: 'text', name: 'ready_key', nullable: true })
  readyKey: ReadyRole | null;

  /** Permissions beyond those of the ready-made role. */
  @Column({ type: 'text', array: true })
  granted: string[];

  /** Permissions of the ready-made role that the tenant has taken away. */
  @Column({ type: 'text', array: true })
  withheld: string[];
}
