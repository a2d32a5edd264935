import { TenantEntity } from '@atrium/sdk';
import { Column, Entity } from 'typeorm';

@Entity({ schema: 'atrium', name: 'staff_role' })
export class StaffRoleEntity extends TenantEntity {
  @Column({ type: 'uuid', name: 'staff_id' })
  staffId: string;

  @Column({ type: 'uuid', name: 'role_id' })
  roleId: string;
}
