import { encodeId, newId } from '@atrium/sdk';
import { change, member } from './core-makers';
import { FRESH, freshly, made, type Maker, type Samples, value } from './samples';

/** A call that somebody else took; answers its id. */
const callOfAnother: Maker = async (world, tools) => {
  const agentId = (await member(world, tools)).id;
  const input = {
    ...{ direction: 'INBOUND', number: '13800138000', seconds: 60, agentId },
    ...{ queue: world.text('words'), note: world.text('words') },
  };
  type Answer = { call: { id: string; version: number } };
  const { client } = world.owner;
  const { call } = await change<Answer>(client, 'logCall', 'LogCallInput', input, 'call { id version }');
  world.versions.set(call.id, call.version);
  return call.id;
};

/** A call that rings at the world's owner; answers its id. */
export const ringingCall: Maker = async (world, { admin, platform }) => {
  type Viewer = { viewer: { actor: { id: string } } };
  const { viewer } = await world.owner.client.ok<Viewer>('{ viewer { actor { id } } }');
  const id = newId();
  await admin.query(
    `INSERT INTO atrium.phone_call (tenant_id, id, exchange, call_key, direction, state, number, number_masked, queue,
       customer_id, community_id, agent_id, agent_name, started_at)
     VALUES ($1, $2, 'sandbox', $2::text, 'INBOUND', 'RINGING', '13800138000', '138****8000', $3,
       (SELECT customer_id FROM atrium.ticket WHERE tenant_id = $1 AND community_id = $4 AND customer_id IS NOT NULL
        AND state = 'NEW' ORDER BY id LIMIT 1), $4, $5, $6, $7)`,
    [
      ...[world.tenant.id, id, world.text('words'), world.uuid('community'), platform.uuid(viewer.actor.id)],
      ...[world.text('words'), platform.clock.now()],
    ],
  );
  return encodeId('phone_call', id);
};

/** What the fields of calls demand. */
export const callValues: Samples['values'] = {
  'LogCallInput.number': [value('13800138000')],
  'LogCallInput.seconds': [value(60)],
  'LogCallInput.startedAt': [value('2026-01-01T00:00:00Z')],
  'LogCallInput.recordingUrl': [made((world) => world.text('url'))],
  'Mutation.updateCall.input.id': [FRESH],
  'Mutation.scoreCall.input.id': [freshly(callOfAnother)],
  'ScoreCallInput.score': [value(4)],
  'SetTelephonyExchangeInput.exchange': [value('sandbox')],
};

export const callExtras: Samples['extras'] = {
  'a call that somebody else took': callOfAnother,
  'a call that rings': ringingCall,
};
