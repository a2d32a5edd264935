import { encodeId, OF_CALLER } from '@atrium/sdk';
import { getNamedType, type GraphQLNamedType, isObjectType } from 'graphql';
import type { GraphqlAnswer, GraphqlFailure } from '../../test-client';
import { Listener } from '../listener';
import { Secrets } from '../secrets';
import { type Setting, type Probe, strangersTo } from '../setting';
import { isPlan } from '../solver';
import type { Operation } from '../surface';
import type { Caller } from '../tools';
import type { World } from '../world';
import { announce } from './announce';
import { listenAsOneself } from './own-subscriptions';

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
    if (watched?.key === OF_CALLER) {
      await listenAsOneself(setting, operation, watched.topic.name);
      continue;
    }
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
  const all = [
    ...callers.ofA.slice(0, 1).map((caller) => ({ caller, own: a1, hidden: NOTHING })),
    ...callers.ofA1.map((caller) => ({ caller, own: a1, hidden: communitySecrets })),
    ...strangers.map((caller) => ({ caller, own: b, hidden: secrets })),
  ];
  // Each asks for what it may see: a message that is refused for one field would say nothing of what else is told.
  const documents: (string | null)[] = [];
  for (const one of all) documents.push(await documentFor(setting, operation, topic, idType, one));
  const ears: Ear[] = [];
  for (const [index, one] of all.entries()) {
    const document = documents[index]!;
    if (document === null) continue;
    const listener = await Listener.open(setting.platform, one.caller, document, {});
    await listener.next();
    ears.push({ ...one, listener });
  }
  try {
    if (!ears.some(({ hidden }) => hidden === communitySecrets)) {
      report.gap(KIND, operation.name, 'nobody who is limited to a community may listen');
    }
    const told = [a1, a2].flatMap((world) => world.allUuids()).filter((uuid) => uuid !== a1.uuid(idType));
    for (let start = 0; start < told.length; start += AT_ONCE) {
      const some = told.slice(start, start + AT_ONCE);
      for (const tenant of [a1.tenant.id, b.tenant.id]) await announce(setting.admin, topic, tenant, some);
      // Notices arrive in the order of their commits: whoever has heard of this has heard of all before.
      for (const world of [a1, b]) await announce(setting.admin, topic, world.tenant.id, [world.uuid(idType)]);
      for (const ear of ears) await hear(setting, operation, ear, encodeId(idType, ear.own.uuid(idType)), some.length);
    }
  } finally {
    for (const { listener } of ears) await listener.close();
  }
}

/** What somebody who may listen at all asks for, without the fields that are refused; null for whoever is shown nothing. */
async function documentFor(
  { platform, calls, report, surface, admin }: Setting,
  operation: Operation,
  topic: string,
  idType: string,
  { caller, own }: Omit<Ear, 'listener'>,
): Promise<string | null> {
  const without = new Set<string>();
  for (;;) {
    const document = calls.documents.of(operation, [], null, { without });
    const listener = await Listener.open(platform, caller, document, {});
    try {
      report.count(KIND);
      if ((await listener.next()).errors) return null;
      await announce(admin, topic, own.tenant.id, [own.uuid(idType)]);
      const { data, errors = [] } = await listener.next();
      const refused = errors.filter(({ extensions }) => extensions.code === 'FORBIDDEN');
      const fields = refused.map(({ path }) => fieldAt(surface, operation, path)).filter((one) => !without.has(one));
      // Of an object that is refused as a whole nothing is left to wait for.
      const shown = JSON.stringify(data ?? null).includes(encodeId(idType, own.uuid(idType)));
      if (fields.length === 0) return shown ? document : null;
      for (const field of fields) without.add(field);
    } finally {
      await listener.close();
    }
  }
}

/** The field, as `Type.field`, that an error's path ends at. */
function fieldAt({ schema }: Setting['surface'], { parent }: Operation, path: GraphqlFailure['path']): string {
  const names = (path ?? []).filter((step) => typeof step === 'string');
  let type: GraphQLNamedType | undefined = parent;
  let field = '';
  for (const name of names) {
    if (!isObjectType(type)) break;
    field = `${type.name}.${name}`;
    type = getNamedType(type.getFields()[name]?.type) as GraphQLNamedType | undefined;
  }
  return field || `${schema.getSubscriptionType()!.name}.${names[0] ?? ''}`;
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
