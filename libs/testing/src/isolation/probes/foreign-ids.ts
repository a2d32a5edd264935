import type { Caller } from '../tools';
import { type Call, describeCall } from '../caller';
import type { IdPosition } from '../id-positions';
import { worldFor } from '../audience';
import { countsTooMuch, outcomeOf } from '../judge';
import type { Secrets } from '../secrets';
import { type Probe, type Setting, strangersTo } from '../setting';
import { isPlan, type Plan } from '../solver';
import type { Operation } from '../surface';
import { templateAt } from '../template';
import { Watch } from '../watch';
import type { World } from '../world';

/** Somebody calls with an object of `theirs` in one place and the own ones elsewhere. */
interface Trespass {
  readonly kind: string;
  readonly own: World;
  readonly theirs: World;
  readonly secrets: Secrets;
  readonly callersOf: (operation: Operation) => readonly Caller[];
  readonly watch: Watch;
}

/** Tenant B, in every role, and nobody at all, with an id of A in one place: refused, or nothing of A is answered. */
export const foreignIdsAreRefused: Probe = async (setting) => {
  const { secrets, worlds } = setting;
  const kind = 'other tenant with an id of A';
  const watch = new Watch(setting, kind);
  const callersOf = (operation: Operation): readonly Caller[] => strangersTo(setting, operation);
  await trespass(setting, { kind, own: worlds.b, theirs: worlds.a1, secrets, callersOf, watch }, () => true);
};

/** The same inside tenant A: staff limited to its first community, with an id of the second. */
export const otherCommunitiesAreRefused: Probe = async (setting) => {
  const { callers, communitySecrets, worlds, isScoped } = setting;
  const kind = 'other community of the same tenant';
  // What is for everybody asks nobody for a scope: whoever holds the credential in it is served.
  const callersOf = ({ access }: Operation): readonly Caller[] => (access?.kind === 'public' ? [] : callers.ofA1);
  const watch = new Watch(setting, kind);
  await trespass(
    setting,
    { kind, own: worlds.a1, theirs: worlds.a2, secrets: communitySecrets, callersOf, watch },
    ({ idType }) => isScoped(idType),
  );
};

async function trespass(
  setting: Setting,
  attempt: Trespass,
  isTried: (position: IdPosition) => boolean,
): Promise<void> {
  for (const { operation, positions } of setting.plans) {
    for (const { position, plan } of positions) {
      if (!isPlan(plan) || !isTried(position)) continue;
      // A field reached once more, below itself, is the same code: the most powerful caller is enough.
      const all = attempt.callersOf(operation);
      const callers = position.isRepeated ? all.slice(0, 1) : all;
      for (const caller of callers) await tryOne(setting, attempt, operation, position, plan, caller);
    }
  }
}

async function tryOne(
  { calls, report }: Setting,
  attempt: Trespass,
  operation: Operation,
  position: IdPosition,
  plan: Plan,
  caller: Caller,
): Promise<void> {
  const { kind, secrets, watch } = attempt;
  const [own, theirs] = [worldFor(operation, attempt.own), worldFor(operation, attempt.theirs)];
  const { path, idType } = position;
  const at = templateAt(plan.template, path);
  const slotted = at?.is === 'list' ? at.items[0] : at;
  const slot = slotted?.is === 'id' && slotted.idType === idType ? slotted.slot : 0;
  // The replay that should have made it has been reported.
  if (theirs.count(idType) <= slot || own.count(idType) <= slot) return;
  const foreign = theirs.id(idType, slot);
  const mine = own.id(idType, slot);
  if (foreign === mine) return;
  for (const value of position.isList ? [[foreign], [mine, foreign]] : [foreign]) {
    report.count(kind);
    const what = `${operation.name} ${path}`;
    // What a filter lets through is decided when the job reads: see the probe of exports.
    const isFilter = path.includes('.filter.');
    const make = (onFilled?: () => Promise<void>): Promise<Call> =>
      calls.call(caller, { plan, world: own, swaps: new Map([[path, value]]), rehearse: isFilter, onFilled });
    const isWatched = operation.kind === 'mutation' && !isFilter;
    const call = isWatched ? await watch.call(what, make) : await make();
    if (!JSON.stringify(call.variables).includes(foreign)) report.gap(kind, what, 'the call does not bear the id');
    const found = secrets.foundIn(call, [foreign]);
    if (found.length > 0)
      report.leak(kind, what, `${found.slice(0, 5).join(', ')} in the answer: ${describeCall(call)}`);
    else if (countsTooMuch(operation, call))
      report.leak(kind, what, `counts rows it does not show: ${describeCall(call)}`);
    const outcome = outcomeOf(operation, call, position);
    if (outcome === 'other') report.gap(kind, what, `refused for another reason: ${describeCall(call)}`);
    if (isWatched && (outcome === 'answered' || outcome === 'empty')) {
      report.leak(kind, what, `not refused: ${describeCall(call)}`);
    }
  }
}
