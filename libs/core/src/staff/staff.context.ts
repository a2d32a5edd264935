import './staff.exports';
import type { ContextDefinition } from '@atrium/sdk';
import { ApiClientEntity } from './api-client/api-client.entity';
import { StaffEntity } from './member/staff.entity';
import { Staff1700000010000 } from './migrations/1700000010000-staff';
import { ApiClients1700000010100 } from './migrations/1700000010100-api-clients';
import { RegisteredOnly1700000290010 } from './migrations/1700000290010-registered-only';
import { SecondFactor1700000120100 } from './migrations/1700000120100-second-factor';
import { SingleSignOn1700000120200 } from './migrations/1700000120200-single-sign-on';
import { ScopeCommunity1700000025000 } from './migrations/1700000025000-scope-community';
import { RoleEntity } from './role/role.entity';
import { StaffRoleEntity } from './role/staff-role.entity';
import { StaffModule } from './staff.module';
import { staffPublicEvents } from './staff.public-events';

export const staffContext: ContextDefinition = {
  name: 'staff',
  module: StaffModule,
  entities: [ApiClientEntity, StaffEntity, RoleEntity, StaffRoleEntity],
  migrations: [
    Staff1700000010000,
    ApiClients1700000010100,
    ScopeCommunity1700000025000,
    SecondFactor1700000120100,
    SingleSignOn1700000120200,
    RegisteredOnly1700000290010,
  ],
  publicEvents: staffPublicEvents,
};
