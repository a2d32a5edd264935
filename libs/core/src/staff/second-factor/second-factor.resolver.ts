import { Allow, conflict, context, invalidField, notFound, Public, ref, SignedIn } from '@atrium/sdk';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { NewTotp } from '../../totp/totp.policy';
import { lockMember } from '../member/members';
import { OwnPassword } from '../password/own-password';
import { CompleteSignInPayload } from '../session/session.type';
import { ownSession, StaffSessions } from '../session/staff-sessions';
import { staffPermissions } from '../staff.permissions';
import {
  CompleteSignInInput,
  ConfirmTotpInput,
  DisableTotpPayload,
  EnrolTotpAtSignInInput,
  EnrolTotpPayload,
  OwnPasswordInput,
  RecoveryCodesPayload,
  ResetTotpInput,
  ResetTotpPayload,
  SecondFactor,
} from './second-factor.inputs';
import { secondFactorMessages } from './second-factor.messages';
import { SecondFactors } from './second-factors';
import { SignInSteps } from './sign-in-steps';

const OWN = 'one’s own second factor';
const PASSWORD = 'input.password';

@Resolver()
export class SecondFactorResolver {
  constructor(
    private readonly steps: SignInSteps,
    private readonly factors: SecondFactors,
    private readonly own: OwnPassword,
    private readonly sessions: StaffSessions,
  ) {}

  @Public('the challenge is the credential')
  @Mutation(() => CompleteSignInPayload, {
    description:
      'Finishes a sign-in with a code. UNAUTHENTICATED for a wrong one, one that was used, and a challenge that counts no more; wrong ones lock the account like wrong passwords: RATE_LIMITED.',
  })
  completeSignIn(@Args('input') { challenge, code }: CompleteSignInInput): Promise<CompleteSignInPayload> {
    return this.steps.complete(challenge, code);
  }

  @Public('the challenge is the credential')
  @Mutation(() => EnrolTotpPayload, {
    description:
      'Begins to set up an authenticator app for somebody who must have one to sign in; a code of it then finishes the sign-in. CONFLICT when there is one.',
  })
  enrolTotpAtSignIn(@Args('input') { challenge }: EnrolTotpAtSignInInput): Promise<NewTotp> {
    return this.steps.enrol(challenge);
  }

  @SignedIn(OWN)
  @Query(() => SecondFactor, { description: 'Where one’s own second factor stands. API clients have none: NOT_FOUND.' })
  async secondFactor(): Promise<SecondFactor> {
    const { enabled, required, codes_left } = await this.factors.stateOf(ownStaffId());
    return { enabled, required, recoveryCodesLeft: codes_left };
  }

  @SignedIn(OWN)
  @Mutation(() => EnrolTotpPayload, {
    description:
      'Begins to set up an authenticator app; `confirmTotp` turns it on. CONFLICT when one is on. Wrong passwords count like failed sign-ins.',
  })
  async enrolTotp(@Args('input') { password }: OwnPasswordInput): Promise<NewTotp> {
    const { staffId, account } = await this.own.prove(password, PASSWORD, 'enrolTotp');
    return this.factors.begin(staffId, account.email);
  }

  @SignedIn(OWN)
  @Mutation(() => RecoveryCodesPayload, {
    description: 'Turns the second factor on with a code of the app. VALIDATION_FAILED for a wrong one.',
  })
  async confirmTotp(@Args('input') { code }: ConfirmTotpInput): Promise<RecoveryCodesPayload> {
    const recoveryCodes = await this.factors.confirm(ownStaffId(), code);
    if (!recoveryCodes) throw invalidField('input.code', 'WRONG_CODE', secondFactorMessages.wrong);
    return { recoveryCodes };
  }

  @SignedIn(OWN)
  @Mutation(() => RecoveryCodesPayload, { description: 'New recovery codes. CONFLICT while the second factor is off.' })
  async renewRecoveryCodes(@Args('input') { password }: OwnPasswordInput): Promise<RecoveryCodesPayload> {
    const { staffId } = await this.own.prove(password, PASSWORD, 'renewRecoveryCodes');
    if (!(await this.factors.stateOf(staffId)).enabled) throw conflict(secondFactorMessages.isOff);
    return { recoveryCodes: await this.factors.renewCodes(staffId) };
  }

  @SignedIn(OWN)
  @Mutation(() => DisableTotpPayload, {
    description: 'Turns the second factor off. CONFLICT while it is off, or the company or a role demands it.',
  })
  async disableTotp(@Args('input') { password }: OwnPasswordInput): Promise<DisableTotpPayload> {
    const { staffId } = await this.own.prove(password, PASSWORD, 'disableTotp');
    if ((await this.factors.stateOf(staffId)).required) throw conflict(secondFactorMessages.required);
    if (!(await this.factors.remove(staffId))) throw conflict(secondFactorMessages.isOff);
    return { disabled: true };
  }

  @Allow(staffPermissions['staff:manage'])
  @Mutation(() => ResetTotpPayload, {
    description:
      'Takes off the second factor of a colleague who has lost it, and ends their sessions. FORBIDDEN for somebody whose rights go beyond one’s own; CONFLICT when there is none.',
  })
  async resetTotp(@Args('input') { staffId }: ResetTotpInput): Promise<ResetTotpPayload> {
    await lockMember(staffId);
    if (!(await this.factors.remove(staffId))) throw conflict(secondFactorMessages.isOff);
    await this.sessions.revokeAll(staffId, 'SECOND_FACTOR_RESET');
    return { staff: ref('staff', staffId) };
  }
}

function ownStaffId(): string {
  const own = ownSession(context().actor);
  if (!own) throw notFound('SecondFactor');
  return own.staffId;
}
