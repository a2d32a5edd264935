import { Allow, context, ForCustomers, notFound, Public, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { requireCustomer } from '../../customers';
import { CustomerCodes } from '../code/customer-codes';
import { CODE_DIGITS } from '../code/send-code';
import { CustomerSessionInfo, CustomerSessionList } from './customer-session.type';
import { CustomerSessions } from './customer-sessions';
import {
  EndCustomerSessionsInput,
  EndCustomerSessionsPayload,
  RefreshCustomerSessionInput,
  RefreshCustomerSessionPayload,
  RequestCustomerCodeInput,
  RequestCustomerCodePayload,
  RevokeCustomerSessionInput,
  RevokeCustomerSessionPayload,
  SignOutCustomerPayload,
  VerifyCustomerCodeInput,
  VerifyCustomerCodePayload,
} from './session.inputs';
import { SignInCustomer } from './sign-in-customer';

const WHILE_SUSPENDED = { whileSuspended: true };

@Resolver(() => CustomerSessionInfo)
export class CustomerSessionResolver {
  constructor(
    private readonly codes: CustomerCodes,
    private readonly signIns: SignInCustomer,
    private readonly ownSessions: CustomerSessions,
  ) {}

  @Public('nobody is known before signing in', 'code')
  @Mutation(() => RequestCustomerCodePayload, {
    description:
      'Sends a one-time code to a customer who has this phone or e-mail address. The answer and its time are the same where nobody has it. NOT_FOUND for an unknown company; RATE_LIMITED with `retryAfterSeconds` after too many requests.',
  })
  async requestCustomerCode(@Args('input') input: RequestCustomerCodeInput): Promise<RequestCustomerCodePayload> {
    const contact = this.codes.contactOf(input);
    const tenantId = await this.codes.tenantOf(input.slug);
    return { ...(await this.codes.request(tenantId, contact)), digits: CODE_DIGITS };
  }

  @Public('the code is the credential')
  @Mutation(() => VerifyCustomerCodePayload, {
    description:
      'Signs a customer in with a one-time code. UNAUTHENTICATED in the same words for a code that is wrong, expired, used, entered wrongly too often or was never sent; RATE_LIMITED with `retryAfterSeconds` after too many attempts.',
  })
  verifyCustomerCode(
    @Args('input') { challenge, code, customerId }: VerifyCustomerCodeInput,
  ): Promise<VerifyCustomerCodePayload> {
    return this.signIns.signIn(challenge, code, customerId ?? null);
  }

  @Public('the refresh token is the credential')
  @Mutation(() => RefreshCustomerSessionPayload, {
    description:
      'Exchanges a customer’s refresh token for new tokens. A token is good once: used again it ends the session, because somebody has copied it.',
  })
  async refreshCustomerSession(
    @Args('input') { refreshToken }: RefreshCustomerSessionInput,
  ): Promise<RefreshCustomerSessionPayload> {
    return { tokens: await this.ownSessions.refresh(refreshToken) };
  }

  @ForCustomers(WHILE_SUSPENDED)
  @Mutation(() => SignOutCustomerPayload, { description: 'Ends the session the call is made with.' })
  async signOutCustomer(): Promise<SignOutCustomerPayload> {
    const { sessionId } = context().actor;
    const signedOut = sessionId !== null && (await this.ownSessions.revokeOwn(sessionId, 'SIGNED_OUT'));
    return { signedOut };
  }

  @ForCustomers(WHILE_SUSPENDED)
  @Mutation(() => RevokeCustomerSessionPayload, { description: 'Ends a session of one’s own, e.g. on a lost phone.' })
  async revokeCustomerSession(
    @Args('input') { id }: RevokeCustomerSessionInput,
  ): Promise<RevokeCustomerSessionPayload> {
    if (!(await this.ownSessions.revokeOwn(id, 'REVOKED'))) throw notFound('CustomerSessionInfo');
    return { revoked: true };
  }

  @ForCustomers()
  @Query(() => CustomerSessionList.Connection, { description: 'The customer’s own sessions that have not ended.' })
  customerSessions(
    @Args({ type: () => CustomerSessionList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(CustomerSessionList.definition, info, (session, values) => [
      `${session}.customer_id = ANY (${values.add(context().actor.customerIds ?? [], 'uuid[]')})`,
    ]);
  }

  @Allow('customer:manage')
  @Mutation(() => EndCustomerSessionsPayload, {
    description: 'Ends all sessions of a customer, e.g. when the customer reports a lost phone.',
  })
  async endCustomerSessions(
    @Args('input') { customerId }: EndCustomerSessionsInput,
  ): Promise<EndCustomerSessionsPayload> {
    await requireCustomer(customerId);
    return { ended: await this.ownSessions.revokeAll(customerId), customer: ref('customer', customerId) };
  }
}
