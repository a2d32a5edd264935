import { Allow, context, encodeId, Public } from '@atrium/sdk';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { NewTotp } from '../../totp/totp.policy';
import { platformPermissions } from '../operators.permissions';
import {
  ConfirmOperatorTotpInput,
  ConfirmOperatorTotpPayload,
  EnrolOperatorTotpPayload,
  OperatorSignInInput,
  OperatorSignInPayload,
  OperatorSignOutPayload,
  PlatformViewer,
} from './operator.inputs';
import { OperatorSignIn, type StartedOperatorSession } from './operator-sign-in';
import { currentOperatorAccount, OperatorTotp } from './operator-totp';

const READ = platformPermissions['platform:read'];

@Resolver()
export class OperatorResolver {
  constructor(
    private readonly signIns: OperatorSignIn,
    private readonly totp: OperatorTotp,
  ) {}

  @Public('nobody is known before signing in')
  @Mutation(() => OperatorSignInPayload, {
    description:
      'Signs a platform operator in. UNAUTHENTICATED in the same words for an unknown address and a wrong password, with `operator.codeRequired` when only the code is missing; RATE_LIMITED with `retryAfterSeconds` after too many attempts.',
  })
  operatorSignIn(@Args('input') input: OperatorSignInInput): Promise<StartedOperatorSession> {
    return this.signIns.signIn(input);
  }

  @Allow(READ)
  @Mutation(() => OperatorSignOutPayload, { description: 'Ends the operator’s session.' })
  async operatorSignOut(): Promise<OperatorSignOutPayload> {
    await this.signIns.signOut();
    return { signedOut: true };
  }

  @Allow(READ)
  @Query(() => PlatformViewer, { description: 'The platform operator who makes this call.' })
  async platformViewer(): Promise<PlatformViewer> {
    const { id, name, email, totp_on: totpEnabled } = await currentOperatorAccount();
    const permissions = [...context().actor.permissions].sort();
    return { id: encodeId('operator', id), name, email, totpEnabled, permissions };
  }

  @Allow(READ)
  @Mutation(() => EnrolOperatorTotpPayload, {
    description:
      'Begins to set up an authenticator app for the operator’s own account. CONFLICT when it is set up already.',
  })
  enrolOperatorTotp(): Promise<NewTotp> {
    return this.totp.enrol();
  }

  @Allow(READ)
  @Mutation(() => ConfirmOperatorTotpPayload, {
    description: 'Turns the second factor on with a code of the app. VALIDATION_FAILED for a wrong one.',
  })
  async confirmOperatorTotp(@Args('input') { code }: ConfirmOperatorTotpInput): Promise<ConfirmOperatorTotpPayload> {
    await this.totp.confirm(code);
    return { enabled: true };
  }
}
