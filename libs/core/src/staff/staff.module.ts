import { Principals } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import { StaffFounding } from './member/staff-founding';
import { StaffPrincipals } from './member/staff-principals';
import { StaffResolver } from './member/staff.resolver';
import { ProvisionRoles } from './role/provision-roles';
import { RoleResolver } from './role/role.resolver';
import { SessionResolver } from './session/session.resolver';
import { SignIn } from './session/sign-in';
import { StaffSessions } from './session/staff-sessions';
import { SignInThrottle } from './session/throttle';

/** Global, because the platform asks it who stands behind a credential. */
@Global()
@Module({
  providers: [
    { provide: Principals, useClass: StaffPrincipals },
    ProvisionRoles,
    RoleResolver,
    SessionResolver,
    SignIn,
    SignInThrottle,
    StaffFounding,
    StaffResolver,
    StaffSessions,
  ],
  exports: [Principals, StaffFounding],
})
export class StaffModule {}
