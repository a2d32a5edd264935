import { Allow, encodeId, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { OccupancyList } from '../customers.lists';
import { occupancyView } from '../customers.views';
import { OccupanciesService } from './occupancies.service';
import {
  EndOccupancyInput,
  EndOccupancyPayload,
  RemoveOccupancyInput,
  RemoveOccupancyPayload,
  StartOccupancyInput,
  StartOccupancyPayload,
  TransferUnitInput,
  TransferUnitPayload,
  UpdateOccupancyInput,
  UpdateOccupancyPayload,
} from './occupancy.inputs';
import { Occupancy } from './occupancy.type';
import { TransfersService } from './transfers.service';

@Resolver()
export class OccupancyResolver {
  constructor(
    private readonly occupancies: OccupanciesService,
    private readonly transfers: TransfersService,
  ) {}

  @Allow('customer:read')
  @Query(() => OccupancyList.Connection, {
    name: 'occupancies',
    description: 'Who has or had to do with units, past and future included.',
  })
  list(@Args({ type: () => OccupancyList.Args }) _args: object, @Info() info: GraphQLResolveInfo) {
    return readList(OccupancyList.definition, info);
  }

  @Allow('customer:read')
  @Query(() => Occupancy, { description: 'One occupancy.' })
  occupancy(
    @IdArg('id', 'occupancy', { description: 'Id of an occupancy.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readOne(occupancyView, id, info);
  }

  @Allow('customer:manage')
  @Mutation(() => StartOccupancyPayload, {
    description: 'A customer becomes owner, lessee or anything else of a unit. A unit has at most one owner at a time.',
  })
  async startOccupancy(@Args('input') input: StartOccupancyInput) {
    return { occupancy: ref('occupancy', await this.occupancies.start(input)) };
  }

  @Allow('customer:manage')
  @Mutation(() => UpdateOccupancyPayload, { description: 'Changes dates, share or payer of an occupancy.' })
  async updateOccupancy(@Args('input') input: UpdateOccupancyInput) {
    await this.occupancies.update(input);
    return { occupancy: ref('occupancy', input.id) };
  }

  @Allow('customer:manage')
  @Mutation(() => EndOccupancyPayload, {
    description: 'Sets the end of an occupancy; INVALID_TRANSITION when it has one.',
  })
  async endOccupancy(@Args('input') input: EndOccupancyInput) {
    await this.occupancies.end(input);
    return { occupancy: ref('occupancy', input.id) };
  }

  @Allow('customer:manage')
  @Mutation(() => RemoveOccupancyPayload, {
    description: 'Removes an occupancy entered by mistake; CONFLICT where something rests on it.',
  })
  async removeOccupancy(@Args('input') { id }: RemoveOccupancyInput) {
    await this.occupancies.remove(id);
    return { removedOccupancyId: encodeId('occupancy', id) };
  }

  @Allow('customer:manage')
  @Mutation(() => TransferUnitPayload, {
    description:
      'A unit changes hands (过户): its owners end and new ones start on the same day. Who ended stays in the history, and what they owe stays theirs.',
  })
  async transferUnit(@Args('input') input: TransferUnitInput) {
    const id = await this.transfers.transfer(input);
    return { transfer: ref('unit_transfer', id), unit: ref('unit', input.unitId) };
  }
}
