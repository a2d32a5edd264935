import { Allow, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { feePermissions } from '../fees.permissions';
import { CreateMeterInput, Meter, MeterPayload, MeterReadingPayload, RecordMeterReadingInput } from './meter.inputs';
import { METER_READ, MeterList, meterView, MeterReadingList } from './meter.views';
import { MetersService } from './meters.service';

@Resolver()
export class MetersResolver {
  constructor(private readonly meters: MetersService) {}

  @Allow(...METER_READ)
  @Query(() => MeterList.Connection, { name: 'meters', description: 'Meters of units.' })
  list(@Args({ type: () => MeterList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(MeterList.definition, info);
  }

  @Allow(...METER_READ)
  @Query(() => Meter, { description: 'One meter.' })
  meter(
    @IdArg('id', 'meter', { description: 'The meter.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(meterView, id, info);
  }

  @Allow(...METER_READ)
  @Query(() => MeterReadingList.Connection, { description: 'Meter readings.' })
  meterReadings(
    @Args({ type: () => MeterReadingList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(MeterReadingList.definition, info);
  }

  @Allow(feePermissions['fee:manage'])
  @Mutation(() => MeterPayload, { description: 'Enters a meter. CONFLICT for a code taken in the community.' })
  async createMeter(@Args('input') input: CreateMeterInput): Promise<MeterPayload> {
    return { meter: ref('meter', await this.meters.create(input)) };
  }

  @Allow(feePermissions['meter:record'])
  @Mutation(() => MeterReadingPayload, {
    description:
      'Enters a meter reading. VALIDATION_FAILED for one below the last unless the meter rolled over or was replaced, and READING_UNLIKELY for an implausible one until it is confirmed.',
  })
  async recordMeterReading(@Args('input') input: RecordMeterReadingInput): Promise<MeterReadingPayload> {
    return { reading: ref('meter_reading', await this.meters.record(input)) };
  }
}
