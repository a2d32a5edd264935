import { commonMessages } from '@atrium/sdk';
import { type Call, describeCall, isOk } from '../caller';
import { changedTables } from '../digest';
import { countsTooMuch } from '../judge';
import { isPlan } from '../solver';
import { type Probe, strangersTo } from '../setting';
import { Watch } from '../watch';

/** What B reads with its own ids, or without any, holds nothing of A. */
export const queriesHoldNothingOfOthers: Probe = async (setting) => {
  const { plans, calls, worlds, secrets, report } = setting;
  const kind = 'other tenant reads';
  for (const { operation, base } of plans) {
    if (operation.kind === 'mutation' || !isPlan(base)) continue;
    for (const caller of strangersTo(setting, operation)) {
      report.count(kind);
      const call = await calls.call(caller, { plan: base, world: worlds.b });
      const found = secrets.foundIn(call);
      if (found.length > 0) report.leak(kind, operation.name, `${found.slice(0, 5).join(', ')}: ${describeCall(call)}`);
      else if (countsTooMuch(operation, call)) {
        report.leak(kind, operation.name, `counts rows it does not show: ${describeCall(call)}`);
      }
    }
  }
};

/** What staff limited to one community read holds nothing of another, and they are served with what is theirs. */
export const queriesHoldNothingOfOtherCommunities: Probe = async (setting) => {
  const { plans, callers, calls, worlds, communitySecrets, report, isScoped } = setting;
  const kind = 'limited to one community';
  for (const { operation, base, positions } of plans) {
    if (!isPlan(base)) continue;
    for (const [index, limited] of callers.ofA1.entries()) {
      const free = callers.ofA[index]!;
      const call = await calls.call(limited, { plan: base, world: worlds.a1, rehearse: true });
      report.count(kind);
      const found = communitySecrets.foundIn(call);
      if (found.length > 0) report.leak(kind, operation.name, `${found.slice(0, 5).join(', ')}: ${describeCall(call)}`);
      // Its positive control: what lies in the own community is served as without the limit.
      const isOwn = positions.length > 0 && positions.every(({ position }) => isScoped(position.idType));
      if (!isOwn || isOk(call) || takesWholeCompany(call)) continue;
      const unlimited = await calls.call(free, { plan: base, world: worlds.a1, rehearse: true });
      if (!isOk(unlimited)) continue;
      report.gap(kind, operation.name, `the limit keeps staff from their own community: ${describeCall(call)}`);
    }
  }
};

/** Refused on purpose, as whoever sees a part of the company is: what would be done reaches all of it. */
const takesWholeCompany = ({ answer }: Call): boolean =>
  answer.errors?.[0]?.extensions.messageKey === commonMessages.wholeCompany.key;

/** B changes all it can of its own, for good: A stays as it was. Last of all, because B is used up. */
export const changesReachNothingOfOthers: Probe = async (setting) => {
  const { plans, platform, kinds, callers, outsiders, calls, worlds, secrets, report, digest } = setting;
  const kind = 'other tenant changes its own';
  // What A itself has put down is done before.
  await platform.runJobs();
  const watch = new Watch(setting, kind);
  const acting = [...callers.ofB, outsiders.nobody];
  for (const { operation, base } of plans) {
    if (operation.kind !== 'mutation' || !isPlan(base)) continue;
    for (const [index, caller] of acting.entries()) {
      report.count(kind);
      const call = await watch.call(operation.name, (onFilled) =>
        calls.call(caller, { plan: base, world: worlds.b, onFilled }),
      );
      const found = secrets.foundIn(call);
      if (found.length > 0) report.leak(kind, operation.name, `${found.slice(0, 5).join(', ')}: ${describeCall(call)}`);
      // Who has just signed out is replaced.
      const stays = await caller.client.query('{ __typename viewer { __typename } }');
      if (kinds[index] && stays.errors) acting[index] = await kinds[index].make(platform, 'b');
    }
  }
  report.count(kind);
  const before = await digest.take();
  await platform.runJobs();
  const changed = changedTables(before, await digest.take());
  if (changed.length > 0) report.leak(kind, 'jobs and events of B', `changed ${changed.join(', ')} of A`);
};
