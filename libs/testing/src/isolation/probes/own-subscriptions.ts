import { decodeId } from '@atrium/sdk';
import { Listener } from '../listener';
import type { Maker } from '../samples';
import { Secrets } from '../secrets';
import { type Setting, strangersTo } from '../setting';
import type { Operation } from '../surface';
import type { Caller } from '../tools';
import { TYPED_ID, World } from '../world';
import { announce } from './announce';

const KIND = 'subscription';

/** Somebody who has something of their own to be told of. */
interface Ear {
  readonly caller: Caller;
  readonly uuid: string;
  /** A world of this one's own. */
  readonly own: World;
  readonly listener: Listener;
  /** The message it begins with. */
  readonly first: string;
}

/**
 * A subscription to what is one's own: what happens to somebody else, under their company's name or smuggled under
 * another's, tells nobody anything of it. The control is the owner of A, who is told.
 */
export async function listenAsOneself(setting: Setting, operation: Operation, topic: string): Promise<void> {
  const { worlds, callers, atHome, others, admin, report, secrets, samples } = setting;
  const { a1, b } = worlds;
  const change = samples.ownChanges[operation.name];
  if (!change) return report.gap(KIND, operation.name, 'no sample changes what is one’s own');
  const ofA = [...callers.ofA, ...[atHome, ...others].map(({ home }) => home.owner)];
  const ears: Ear[] = [];
  const add = async (caller: Caller, world: World): Promise<void> => {
    const ear = await open(setting, operation, caller, world);
    if (ear) ears.push(ear);
  };
  try {
    await add(a1.owner, a1);
    const owner = ears[0];
    if (!owner) return report.gap(KIND, operation.name, 'its owner may not listen');
    for (const caller of ofA) await add(caller, a1);
    for (const caller of strangersTo(setting, operation)) await add(caller, b);
    const told = (await hear(setting, change, owner)).join();
    if (secrets.foundInText(told).length === 0) report.gap(KIND, operation.name, 'its owner is told nothing of A');
    const hidden = new Secrets(new Set((told.match(TYPED_ID) ?? []).map(uuidOf)), []);
    for (const tenant of [a1.tenant.id, b.tenant.id]) await announce(admin, topic, tenant, [owner.uuid]);
    for (const ear of ears.filter((one) => one !== owner)) {
      const text = (await hear(setting, change, ear)).join();
      const ofOthers = ear.own.tenant === b.tenant ? secrets.foundInText(text) : [];
      const found = [...hidden.foundInText(text), ...ofOthers];
      if (found.length === 0) continue;
      report.leak(KIND, operation.name, `${found.slice(0, 5).join(', ')} is told to ${ear.caller.name}`);
    }
  } finally {
    for (const { listener } of ears) await listener.close();
  }
}

const uuidOf = (id: string): string => {
  const decoded = decodeId(id);
  return decoded.ok ? decoded.uuid : id;
};

/** Null for whoever is refused, or is neither staff nor a customer and so has nothing of their own. */
async function open(
  { platform, calls, report }: Setting,
  operation: Operation,
  caller: Caller,
  { tenant }: World,
): Promise<Ear | null> {
  type Answer = { viewer: { actor: { id: string; kind: string } } };
  const { data } = await caller.client.query<Answer>('{ viewer { actor { id kind } } }');
  const { id, kind } = data?.viewer?.actor ?? { id: '', kind: '' };
  if (kind !== 'STAFF' && kind !== 'CUSTOMER') return null;
  report.count(KIND);
  const listener = await Listener.open(platform, caller, calls.documents.of(operation, [], null), {});
  const first = await listener.next();
  if (!first.errors) {
    const own = new World({ token: 'zuqow', tenant, owner: caller });
    return { caller, uuid: uuidOf(id), own, listener, first: JSON.stringify(first) };
  }
  await listener.close();
  return null;
}

/** All that somebody is told until a change of their own. */
async function hear({ calls, report }: Setting, change: Maker, { own, listener, first }: Ear): Promise<string[]> {
  const id = await change(own, calls.tools);
  const heard = [first];
  do {
    report.count(KIND);
    heard.push(JSON.stringify(await listener.next()));
  } while (!heard.at(-1)!.includes(id) && !heard.at(-1)!.includes('"errors"'));
  return heard;
}
