import { type Locale, VersionedEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';
import type { DataScopeKind } from '../scope/data-scope.type';
import type { StaffStatus } from './staff.type';

@Entity({ schema: 'atrium', name: 'staff' })
export class StaffEntity extends VersionedEntity {
  @Column({ type: 'text' })
  name: string;

  /** By the name, in the tenant's language. */
  @Column({ type: 'text', name: 'sort_key' })
  sortKey: string;

  @Column({ type: 'text', name: 'employee_number', nullable: true })
  employeeNumber: string | null;

  @Column({ type: 'text', name: 'external_id', nullable: true })
  externalId: string | null;

  @Column({ type: 'text' })
  email: string;

  @Column({ type: 'text', nullable: true })
  phone: string | null;

  /** Null: the tenant's. */
  @Column({ type: 'text', nullable: true })
  locale: Locale | null;

  @Column({ type: 'text' })
  status: StaffStatus;

  @Column({ type: 'text', name: 'data_scope' })
  dataScope: DataScopeKind;

  /** PHC string; null until an invitation is accepted. */
  @Column({ type: 'text', name: 'password_hash', nullable: true })
  passwordHash: string | null;
}
