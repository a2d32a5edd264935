import { Allow } from '@atrium/sdk';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { callPermissions } from './call.permissions';
import { SetTelephonyExchangeInput, TelephonyExchangeOffer, TelephonyExchangePayload } from './call.type';
import { Exchanges } from './exchanges';

const MANAGE = callPermissions['telephony:manage'];

@Resolver()
export class ExchangeResolver {
  constructor(private readonly exchanges: Exchanges) {}

  @Allow(MANAGE)
  @Query(() => [TelephonyExchangeOffer], { description: 'Telephone exchanges that there are.' })
  telephonyExchanges(): Promise<TelephonyExchangeOffer[]> {
    return this.exchanges.offers();
  }

  @Allow(MANAGE)
  @Mutation(() => TelephonyExchangePayload, {
    description: 'Connects a telephone exchange, or no longer. For those who see the whole company.',
  })
  async setTelephonyExchange(@Args('input') input: SetTelephonyExchangeInput): Promise<TelephonyExchangePayload> {
    return { exchange: await this.exchanges.set(input) };
  }
}
