import { isPlan } from '../solver';
import type { Probe } from '../setting';
import { templateAt } from '../template';

/** The owner is served: every operation, and every place of an id, with the owner's own objects. */
export const ownerIsServed: Probe = async ({ plans, report, secrets, samples }) => {
  for (const { operation, base, positions } of plans) {
    report.count('owner is served');
    if (!isPlan(base)) {
      report.gap(
        'owner is served',
        operation.name,
        `no role can use it, or no arguments were found that it accepts: ${base.reason}`,
      );
    } else if (
      operation.kind !== 'mutation' &&
      // A subscription without an id begins with nothing, and tells as things change.
      ![base, ...(operation.kind === 'subscription' ? positions.map(({ plan }) => plan) : [])].some(
        (plan) => isPlan(plan) && secrets.foundIn(plan.call).length > 0,
      ) &&
      !Object.hasOwn(samples.answersNothing, operation.name)
    ) {
      report.gap(
        'owner is served',
        operation.name,
        'it answers the owner nothing of its own, so it could leak nothing',
      );
    }
    for (const { position, plan } of positions) {
      report.count('owner is served');
      if (isPlan(plan) && templateAt(plan.template, position.path) !== undefined) continue;
      report.gap(
        'owner is served',
        `${operation.name} ${position.path} (${position.idType})`,
        isPlan(plan) ? 'it was accepted only without this id' : `out of reach: ${plan.reason}`,
      );
    }
  }
};
