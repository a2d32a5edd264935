import { Allow, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { PrivacyRequest, PrivacyRequestList } from './privacy-request.view';
import { PrivacyRequests } from './privacy-requests';
import {
  AnswerPrivacyRequestInput,
  OpenPrivacyRequestInput,
  PrivacyRequestIdInput,
  PrivacyRequestPayload,
  RefusePrivacyRequestInput,
} from './privacy.inputs';
import { privacyPermissions } from './privacy.permissions';

const REQUEST = privacyPermissions['privacy:request'];
const DECIDE = privacyPermissions['privacy:decide'];

const payload = (id: string): PrivacyRequestPayload => ({ request: ref('privacy_request', id) });

@Resolver(() => PrivacyRequest)
export class PrivacyResolver {
  constructor(private readonly requests: PrivacyRequests) {}

  @Allow(REQUEST, DECIDE)
  @Query(() => PrivacyRequestList.Connection, {
    description: 'Requests of customers about their own data, the most urgent first.',
  })
  privacyRequests(
    @Args({ type: () => PrivacyRequestList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(PrivacyRequestList.definition, info);
  }

  @Allow(REQUEST)
  @Mutation(() => PrivacyRequestPayload, {
    description: 'Enters a request of a customer. CONFLICT when one of the kind is open for them.',
  })
  async openPrivacyRequest(@Args('input') input: OpenPrivacyRequestInput): Promise<PrivacyRequestPayload> {
    return payload(await this.requests.open(input));
  }

  @Allow(DECIDE)
  @Mutation(() => PrivacyRequestPayload, { description: 'Says that somebody is at it.' })
  async takePrivacyRequest(@Args('input') input: PrivacyRequestIdInput): Promise<PrivacyRequestPayload> {
    await this.requests.take(input);
    return payload(input.id);
  }

  @Allow(DECIDE)
  @Mutation(() => PrivacyRequestPayload, {
    description:
      'Does what was asked. ACCESS makes a file with everything the company holds of the person (`copyFileId`); CORRECTION notes what was corrected; ERASURE erases the person for good and keeps the postings: CONFLICT while they live or work here.',
  })
  async completePrivacyRequest(@Args('input') input: AnswerPrivacyRequestInput): Promise<PrivacyRequestPayload> {
    await this.requests.complete(input);
    return payload(input.id);
  }

  @Allow(DECIDE)
  @Mutation(() => PrivacyRequestPayload, { description: 'Refuses a request, with a reason.' })
  async refusePrivacyRequest(@Args('input') input: RefusePrivacyRequestInput): Promise<PrivacyRequestPayload> {
    await this.requests.refuse(input);
    return payload(input.id);
  }

  @Allow(REQUEST)
  @Mutation(() => PrivacyRequestPayload, { description: 'Notes that the person has taken the request back.' })
  async withdrawPrivacyRequest(@Args('input') input: PrivacyRequestIdInput): Promise<PrivacyRequestPayload> {
    await this.requests.withdraw(input);
    return payload(input.id);
  }
}
