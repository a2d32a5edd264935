import { describeCall, isOk } from '../caller';
import { isPlan } from '../solver';
import type { Probe } from '../setting';
import { changedTables, type Digest } from '../digest';

const KIND = 'support that was let in';

/** The platform's operator whom A let in reads there, and changes nothing whatever. */
export const supportOnlyReads: Probe = async (setting) => {
  const { plans, calls, callers, worlds, report, digest } = setting;
  const community = worlds.a1.id('community');
  const seen = await callers.supportOfA.client.query('query ($id: ID!) { node(id: $id) { id } }', { id: community });
  report.count(KIND);
  if (JSON.stringify(seen.data) !== JSON.stringify({ node: { id: community } })) {
    report.gap(KIND, 'Query.node', `it does not see what it was let in to: ${JSON.stringify(seen)}`);
  }
  for (const { operation, base } of plans) {
    if (operation.kind !== 'mutation' || !isPlan(base)) continue;
    report.count(KIND);
    let before: Digest | null = null;
    const onFilled = async (): Promise<void> => void (before = await digest.take());
    const call = await calls.call(callers.supportOfA, { plan: base, world: worlds.a1, onFilled });
    const changed = changedTables(before!, await digest.take());
    if (changed.length > 0) report.leak(KIND, operation.name, `changed ${changed.join(', ')}: ${describeCall(call)}`);
    const code = call.answer.errors?.[0]?.extensions.code;
    if (code === 'FORBIDDEN') continue;
    const detail = `it is not told FORBIDDEN: ${describeCall(call)}`;
    if (isOk(call)) report.leak(KIND, operation.name, detail);
    else report.gap(KIND, operation.name, detail);
  }
};
