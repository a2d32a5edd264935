import { DateTimeScalar } from '@atrium/sdk';
import type { BuildSchemaOptions } from '@nestjs/graphql';

/** How classes become a schema. */
export const buildSchemaOptions: BuildSchemaOptions = {
  // `Date` would otherwise bring a second scalar named DateTime. The others are named where they are used.
  scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
};
