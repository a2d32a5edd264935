import { IntField, NestedField, TextField } from '@atrium/sdk';
import { ArgsType } from '@nestjs/graphql';
import { GeoPointInput } from '../place/geo-point.type';

@ArgsType()
export class SearchArgs {
  @TextField({
    description:
      'Any of code, name, address, postcode or path, in Chinese, pinyin or English: `3-2-1101`, `和园 1101`, `grand concourse`.',
    max: 100,
  })
  query: string;
  @IntField({ description: 'How many at most.', min: 1, max: 50, defaultValue: 10 })
  first: number;
}

@ArgsType()
export class NearArgs {
  @NestedField(() => GeoPointInput, { description: 'Around this point.' })
  point: GeoPointInput;
  @IntField({ description: 'Metres as the crow flies.', min: 1, max: 100_000, defaultValue: 500 })
  radius: number;
  @IntField({ description: 'How many at most.', min: 1, max: 200, defaultValue: 20 })
  first: number;
}
