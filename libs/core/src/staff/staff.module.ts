import { Principals } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import { ApiClientResolver } from './api-client/api-client.resolver';
import { ApiClients } from './api-client/api-clients';
import { StaffImport } from './import/staff-import';
import { ChangeStaff } from './member/change-staff';
import { InviteStaff } from './member/invite-staff';
import { StaffFounding } from './member/staff-founding';
import { StaffPrincipals } from './member/staff-principals';
import { StaffResolver } from './member/staff.resolver';
import { AccountMails } from './password/account-mails';
import { OneTimeTokens } from './password/one-time-tokens';
import { AccountPageController } from './password/page/account-page.controller';
import { PasswordResolver } from './password/password.resolver';
import { Passwords } from './password/passwords';
import { ProvisionRoles } from './role/provision-roles';
import { RoleResolver } from './role/role.resolver';
import { Roles } from './role/roles';
import { SecondFactors } from './second-factor/second-factors';
import { SecondFactorResolver } from './second-factor/second-factor.resolver';
import { SignInSteps } from './second-factor/sign-in-steps';
import { OwnPassword } from './password/own-password';
import { SignInRulesResolver } from './sign-in-rules/sign-in-rules.resolver';
import { ChangeSignInRules } from './sign-in-rules/sign-in-rules';
import { ColleagueSessionsResolver } from './session/colleague-sessions.resolver';
import { IdentityProviders } from './single-sign-on/identity-providers';
import { ProviderClient } from './single-sign-on/provider-client';
import { SingleSignOn } from './single-sign-on/single-sign-on';
import { SingleSignOnResolver } from './single-sign-on/single-sign-on.resolver';
import { SingleSignOnController } from './single-sign-on/single-sign-on.controller';
import { SessionResolver } from './session/session.resolver';
import { SignIn } from './session/sign-in';
import { StaffSessions } from './session/staff-sessions';
import { SignInThrottle } from './session/throttle';

/** Global, because the platform asks it who stands behind a credential. */
@Global()
@Module({
  controllers: [AccountPageController, SingleSignOnController],
  providers: [
    { provide: Principals, useClass: StaffPrincipals },
    AccountMails,
    SingleSignOnResolver,
    SingleSignOn,
    ProviderClient,
    IdentityProviders,
    ColleagueSessionsResolver,
    ChangeSignInRules,
    SignInRulesResolver,
    OwnPassword,
    SignInSteps,
    SecondFactorResolver,
    SecondFactors,
    ApiClientResolver,
    ApiClients,
    ChangeStaff,
    InviteStaff,
    OneTimeTokens,
    PasswordResolver,
    Passwords,
    ProvisionRoles,
    RoleResolver,
    Roles,
    SessionResolver,
    SignIn,
    SignInThrottle,
    StaffFounding,
    StaffImport,
    StaffResolver,
    StaffSessions,
  ],
  exports: [Principals, StaffFounding, StaffSessions],
})
export class StaffModule {}
