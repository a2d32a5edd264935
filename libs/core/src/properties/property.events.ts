import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

const community = z.object({ communityId: z.uuid() });
const building = z.object({ buildingId: z.uuid() });
const unit = z.object({ unitId: z.uuid() });

/** Where it lay: nobody can look it up any more. Events that waited while this was added lack it. */
const gone = { communityId: z.uuid().optional() };

const of = <P extends object>(aggregate: string, happened: string, schema: z.ZodType<P>) =>
  defineEvent({ name: `${aggregate}.${happened}`, version: 1, aggregate, schema });

/** What happens to the register, through the API and through imports. An update says which object; its values are read. */
export const propertyEvents = {
  communityCreated: of('community', 'created', community),
  communityUpdated: of('community', 'updated', community),
  communityDeleted: of('community', 'deleted', community),
  buildingCreated: of('building', 'created', building.extend({ communityId: z.uuid() })),
  buildingUpdated: of('building', 'updated', building),
  buildingDeleted: of('building', 'deleted', building.extend(gone)),
  unitCreated: of('unit', 'created', unit.extend({ buildingId: z.uuid(), communityId: z.uuid() })),
  unitUpdated: of('unit', 'updated', unit),
  unitStateChanged: of('unit', 'stateChanged', unit.extend({ from: z.string(), to: z.string() })),
  unitDeleted: of('unit', 'deleted', unit.extend(gone)),
} as const;
