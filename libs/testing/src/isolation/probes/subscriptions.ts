import { CHANGE_CHANNEL } from '@atrium/platform';
import { encodeId } from '@atrium/sdk';
import type { GraphqlAnswer } from '../../test-client';
import { Listener } from '../listener';
import { Secrets } from '../secrets';
import { type Setting, type Probe, strangersTo } from '../setting';
import { isPlan } from '../solver';
import type { Operation } from '../surface';
import type { Caller } from '../tools';
import type { World } from '../world';

const KIND = 'subscription';
/** Ids told of at once: a slow listener is told of more only that there were many. */
const AT_ONCE = 40;
const NOTHING = new Secrets(new Set(), []);

/** Somebody who listens to everything that may be told to them. */
interface Ear {
  readonly caller: Caller;
  /** Whose changes it may hear of. */
  readonly own: World;
  readonly hidden: Secrets;
  readonly listener: Listener;
}

/**
 * Whatever is announced of A, under its own name or smuggled under that of B, tells B nothing, and staff limited to its
 * first community nothing of the second. What a subscription begins with is probed as what a query answers.
 */
export const subscriptionsTellOfOnesOwn: Probe = async (setting) => {
  for (const { operation, base } of setting.plans) {
    if (operation.kind !== 'subscription' || !isPlan(base)) continue;
    const { watched } = operation;
    const key = typeof watched?.key === 'string' ? watched.key : null;
    const argument = operation.field.args.find(({ name }) => name === key);
    if (!watched || !argument) {
      setting.report.gap(KIND, operation.name, 'it watches something else than the object of an argument');
      continue;
    }
    // Where the argument is needed, only what its object is announced under reaches anybody: the first message was all.
    if (String(argument.type).endsWith('!')) continue;
    await listen(setting, operation, watched.topic.name, operation.idTypeOf(argument.name)!);
  }
};

async function listen(setting: Setting, operation: Operation, topic: string, idType: string): Promise<void> {
  const { worlds, callers, secrets, communitySecrets, report } = setting;
  const { a1, a2, b } = worlds;
  const strangers = strangersTo(setting, operation).filter(({ name }) => name !== 'nobody');
  const ears = [
    ...(await open(setting, operation, callers.ofA.slice(0, 1), a1, NOTHING)),
    ...(await open(setting, operation, callers.ofA1, a1, communitySecrets)),
    ...(await open(setting, operation, strangers, b, secrets)),
  ];
  try {
    if (!ears.some(({ hidden }) => hidden === communitySecrets)) {
      report.gap(KIND, operation.name, 'nobody who is limited to a community may listen');
    }
    const told = [a1, a2].flatMap((world) => world.allUuids()).filter((uuid) => uuid !== a1.uuid(idType));
    for (let start = 0; start < told.length; start += AT_ONCE) {
      const some = told.slice(start, start + AT_ONCE);
      for (const tenant of [a1.tenant.id, b.tenant.id]) await announce(setting, topic, tenant, some);
      // Notices arrive in the order of their commits: whoever has heard of this has heard of all before.
      for (const world of [a1, b]) await announce(setting, topic, world.tenant.id, [world.uuid(idType)]);
      for (const ear of ears) await hear(setting, operation, ear, encodeId(idType, ear.own.uuid(idType)), some.length);
    }
  } finally {
    for (const { listener } of ears) await listener.close();
  }
}

/** Ears of those who may listen at all. */
async function open(
  { platform, calls, report }: Setting,
  operation: Operation,
  callers: readonly Caller[],
  own: World,
  hidden: Secrets,
): Promise<Ear[]> {
  const ears: Ear[] = [];
  for (const caller of callers) {
    const document = calls.documents.of(operation, [], null);
    const listener = await Listener.open(platform, caller, document, {});
    const first = await listener.next();
    report.count(KIND);
    if (first.errors) await listener.close();
    else ears.push({ caller, own, hidden, listener });
  }
  return ears;
}

async function announce({ admin }: Setting, topic: string, tenant: string, uuids: readonly string[]): Promise<void> {
  await admin.query('SELECT pg_notify($1, $2 || uuid) FROM unnest($3::text[]) uuid', [
    CHANGE_CHANNEL,
    `${topic} ${tenant} `,
    uuids,
  ]);
}

/** Takes messages up to the one that tells of an object of its own. */
async function hear(
  { report }: Setting,
  operation: Operation,
  { caller, hidden, listener }: Ear,
  last: string,
  probes: number,
): Promise<void> {
  report.count(KIND, probes);
  let message: GraphqlAnswer;
  do {
    message = await listener.next();
    const found = hidden.foundInText(JSON.stringify(message));
    if (found.length > 0) {
      const told = JSON.stringify(message).slice(0, 300);
      report.leak(KIND, operation.name, `${found.slice(0, 5).join(', ')} is told to ${caller.name}: ${told}`);
    }
    if (message.errors && !message.data) {
      report.gap(KIND, operation.name, `${caller.name} is cut off: ${JSON.stringify(message.errors).slice(0, 300)}`);
      return;
    }
  } while (!JSON.stringify(message.data).includes(last));
}
