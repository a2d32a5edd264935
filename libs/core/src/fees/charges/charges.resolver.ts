import { ForCustomers, IdArg, readList, readOne } from '@atrium/sdk';
import { Args, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Charge } from './charge.type';
import { ChargeList, chargeView } from './charge.views';

@Resolver()
export class ChargesResolver {
  @ForCustomers({ staffWith: ['fee:read'] })
  @Query(() => ChargeList.Connection, { description: 'Charges (应收). Customers see those they pay.' })
  charges(@Args({ type: () => ChargeList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(ChargeList.definition, info);
  }

  @ForCustomers({ staffWith: ['fee:read'] })
  @Query(() => Charge, { description: 'One charge, with how it came about.' })
  charge(
    @IdArg('id', 'charge', { description: 'The charge.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(chargeView, id, info);
  }
}
