import { newId } from '@atrium/sdk';
import type { Tools } from './tools';
import type { World } from './world';

const NEWEST = '{ deadLetters(first: 1, filter: { kind: { eq: JOB } }) { nodes { id } } }';

/** Work of the world's company, put down in its name. */
async function asTenant(world: World, { admin }: Tools, sql: string, values: readonly unknown[]): Promise<void> {
  await admin.query('BEGIN');
  try {
    await admin.query(`SELECT set_config('app.tenant_id', $1, true)`, [world.tenant.id]);
    await admin.query(sql, [...values]);
    await admin.query('COMMIT');
  } catch (error) {
    await admin.query('ROLLBACK');
    throw error;
  }
}

/** A job that failed at its last try, because nobody can read what is in it; answers the dead letter's id. */
export async function deadJob(world: World, tools: Tools): Promise<string> {
  const payload = JSON.stringify({ isolation: world.text('words') });
  const options = JSON.stringify({ retries: 0, backoffSeconds: 1, expireSeconds: 60 });
  await asTenant(world, tools, `SELECT app.enqueue_job('mail.send', $1::jsonb, 1, $2::jsonb)`, [payload, options]);
  await tools.platform.runJobs();
  type Answer = { deadLetters: { nodes: readonly { id: string }[] } };
  const { deadLetters } = await world.owner.client.ok<Answer>(NEWEST);
  if (!deadLetters.nodes[0]) throw new Error('The job was done');
  return deadLetters.nodes[0].id;
}

/** An event that its handler could not handle, as the worker leaves it. */
export async function deadEvent(world: World, tools: Tools): Promise<void> {
  const aggregate = newId();
  const items = JSON.stringify([{ a: aggregate, p: { isolation: world.text('words') } }]);
  const emit = `SELECT app.emit_events('isolation.probed', 1, 'probe', '{isolation.nobody}', $1::jsonb)`;
  await asTenant(world, tools, emit, [items]);
  const { rows } = await tools.admin.query<{ id: string }>(
    `UPDATE atrium.event_delivery SET state = 'DEAD', ended_at = now(), failure = '{"name": "Error", "message": "probe"}'
     WHERE tenant_id = $1 AND aggregate_id = $2 RETURNING id`,
    [world.tenant.id, aggregate],
  );
  if (rows.length !== 1) throw new Error('No event was put down');
}
