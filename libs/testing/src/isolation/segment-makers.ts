import type { Tools } from './tools';
import type { World } from './world';

const CREATE = 'mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { segment { id } } }';
const TAKE = 'mutation ($input: TakeSegmentMembersInput!) { takeSegmentMembers(input: $input) { snapshot { id } } }';

/** A segment whose members are to be taken; answers its id. */
export async function frozenSegment(world: World): Promise<string> {
  const rule = { community: { field: 'occupancy.community', in: [world.id('community', 0)] } };
  const input = { name: world.text('words'), membership: 'FROZEN', rule };
  type Answer = { createSegment: { segment: { id: string } } };
  return (await world.owner.client.ok<Answer>(CREATE, { input })).createSegment.segment.id;
}

/** One whose members have been taken. */
export async function segmentWithMembers(world: World, { platform }: Tools): Promise<void> {
  const segmentId = await frozenSegment(world);
  await world.owner.client.ok(TAKE, { input: { segmentId } });
  await platform.runJobs();
}
