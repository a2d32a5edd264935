import type { Access } from '@atrium/sdk';
import { describeCall, isOk } from '../caller';
import { Secrets } from '../secrets';
import type { Probe, Setting } from '../setting';
import { isPlan } from '../solver';
import { TYPED_ID } from '../world';

const KIND = 'role by permission';

/** Each role may what its permissions say and nothing else, and what belongs to one person shows to no colleague. */
export const rolesMayWhatTheyMay: Probe = async (setting) => {
  const { plans, kinds, callers, calls, worlds, report } = setting;
  const personal = personalSecrets(setting);
  for (const { operation, base } of plans) {
    const { access } = operation;
    if (!isPlan(base) || !operation.isRoot || !access) continue;
    for (const [index, kind] of kinds.entries()) {
      report.count(KIND);
      const call = await calls.call(callers.ofA[index]!, { plan: base, world: worlds.a1, rehearse: true });
      const given = JSON.stringify(call.variables).match(TYPED_ID) ?? [];
      const found = personal.foundIn(call, given);
      if (found.length > 0) {
        report.leak(KIND, operation.name, `a colleague's own: ${found.slice(0, 5).join(', ')}: ${describeCall(call)}`);
      }
      const code = call.answer.errors?.[0]?.extensions.code;
      if (isAllowed(access, kind.permissions) || code === 'FORBIDDEN') continue;
      const detail = `${kind.name} lacks the permission and is not told FORBIDDEN: ${describeCall(call)}`;
      if (isOk(call)) report.leak(KIND, operation.name, detail);
      else report.gap(KIND, operation.name, detail);
    }
  }
};

/** The administrator's own objects of the types that belong to one person. */
function personalSecrets({ samples, worlds }: Setting): Secrets {
  const types = Object.keys(samples.personal);
  return new Secrets(
    new Set([worlds.a1, worlds.a2].flatMap((world) => types.flatMap((type) => world.uuids(type)))),
    [],
  );
}

function isAllowed(access: Access, permissions: ReadonlySet<string>): boolean {
  if (access.kind === 'customer') return false;
  return access.kind !== 'permission' || access.anyOf.some((name) => permissions.has(name));
}
