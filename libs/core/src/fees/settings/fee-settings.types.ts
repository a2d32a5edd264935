import { DecimalScalar, IntField, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { graphqlEnum } from '../enums';
import type { AllocationOrder } from '../payment/allocation.policy';

export const AllocationOrderEnum: { readonly [K in AllocationOrder]: K } = graphqlEnum(
  'AllocationOrder',
  'In which order what is owed of one charge is paid.',
  {
    PRINCIPAL_FIRST: 'Principal, late fee, costs.',
    COSTS_FIRST: 'Costs, late fee, principal (Civil Code, article 561).',
  },
);

@ObjectType({ description: 'How the company keeps its fees.' })
export class FeeSettings {
  @Field(() => AllocationOrderEnum, { description: 'In which order what is owed of one charge is paid.' })
  allocationOrder: AllocationOrder;
  @Field({ description: 'Late fees are in the tax base: the tax in them is posted with them.' })
  lateFeesTaxed: boolean;
  @Field(() => DecimalScalar, { description: 'Part of the principal a year above which a late fee is warned of.' })
  lateFeeCeiling: string;
  @Field(() => Int, { description: 'Years after which a claim is limited (诉讼时效).' })
  limitationYears: number;
  @Field(() => Int, { description: 'Days before that on which it is told.' })
  limitationAlertDays: number;
  @Field({ description: 'Cash is taken within a cashier’s shift alone.' })
  cashNeedsShift: boolean;
  @Field(() => Int, { description: 'Rises with each change; 0 while nothing was set.' })
  version: number;
}

@InputType({ description: 'How the company keeps its fees: all of it, as it shall be.' })
export class SetFeeSettingsInput {
  @VersionField(0)
  version: number;
  @ValueField(() => AllocationOrderEnum, {
    description: 'In which order what is owed of one charge is paid.',
    defaultValue: 'PRINCIPAL_FIRST',
  })
  allocationOrder: AllocationOrder;
  @ValueField(() => Boolean, { description: 'Late fees are in the tax base.', defaultValue: true })
  lateFeesTaxed: boolean;
  @ValueField(() => DecimalScalar, {
    description: 'Part of the principal a year above which a late fee is warned of, at most 6 decimals.',
    defaultValue: '0.24',
  })
  lateFeeCeiling: string;
  @IntField({ description: 'Years after which a claim is limited.', min: 1, max: 20, defaultValue: 3 })
  limitationYears: number;
  @IntField({ description: 'Days before that on which it is told.', min: 1, max: 730, defaultValue: 90 })
  limitationAlertDays: number;
  @ValueField(() => Boolean, { description: 'Cash is taken within a cashier’s shift alone.', defaultValue: false })
  cashNeedsShift: boolean;
}

@ObjectType({ description: 'The settings.' })
export class FeeSettingsPayload {
  @Field(() => FeeSettings, { description: 'The settings.' })
  settings: FeeSettings;
}
