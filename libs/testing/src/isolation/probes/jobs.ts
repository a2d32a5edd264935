import { getNamedType, isObjectType } from 'graphql';
import { unzip } from '../../unzip';
import { answerOf } from '../judge';
import { describeCall, isOk } from '../caller';
import { changedTables } from '../digest';
import { idPositions } from '../id-positions';
import { Secrets } from '../secrets';
import type { OperationPlans, Probe, Setting } from '../setting';
import { isPlan, type Plan } from '../solver';
import { type Swaps, templateAt } from '../template';
import type { Caller } from '../tools';
import type { World } from '../world';

const KIND = 'what a job leaves';
const OUTCOME =
  'state failure { code } resultFile { url } problemFile { url } errors(first: 50) { nodes { problems { given message } } }';
const NOTHING = new Secrets(new Set(), []);

interface Attempt {
  readonly caller: Caller;
  readonly own: World;
  /** What the files name that jobs read. */
  readonly named: World;
  readonly hidden: Secrets;
}

interface Outcome {
  readonly state: string;
  readonly [file: string]: unknown;
}

/**
 * Whatever starts a job: neither its outcome nor any file it writes holds anything its caller may not see, also where the
 * file it reads names a place out of sight; and a job of B changes nothing of A.
 */
export const jobsLeaveOnesOwn: Probe = async (setting) => {
  const { callers, communitySecrets, secrets, worlds } = setting;
  const attempts: Attempt[] = [
    { caller: callers.ofA[0]!, own: worlds.a1, named: worlds.a1, hidden: NOTHING },
    { caller: callers.ofA1[0]!, own: worlds.a1, named: worlds.a2, hidden: communitySecrets },
    { caller: callers.ofB[0]!, own: worlds.b, named: worlds.b, hidden: secrets },
  ];
  for (const one of setting.plans) {
    if (!isPlan(one.base) || !startsJob(one)) continue;
    for (const attempt of attempts) await run(setting, one, one.base, attempt);
  }
};

function startsJob({ operation: { kind, field }, positions }: OperationPlans): boolean {
  // What takes a job begins none.
  if (positions.some(({ position }) => position.idType === 'job')) return false;
  const payload = getNamedType(field.type);
  const job = kind === 'mutation' && isObjectType(payload) ? payload.getFields()['job'] : undefined;
  return job !== undefined && getNamedType(job.type).name === 'Job';
}

async function run(setting: Setting, { operation }: OperationPlans, plan: Plan, attempt: Attempt): Promise<void> {
  const { platform, calls, report, digest, worlds } = setting;
  const { caller, own, hidden } = attempt;
  report.count(KIND);
  const { swaps, given } = await ownFiles(setting, plan, attempt);
  const before = await digest.take();
  const call = await calls.call(caller, { plan, world: own, swaps });
  if (!isOk(call)) {
    const isRefused = call.answer.errors?.[0]?.extensions.code === 'FORBIDDEN';
    if (hidden === NOTHING || !isRefused) report.gap(KIND, operation.name, `no job begins: ${describeCall(call)}`);
    return;
  }
  const { job } = answerOf(operation, call) as { job: { id: string } };
  await platform.runJobs();
  const outcome = (await platform.finishedJob(caller.client, job.id, OUTCOME)) as Outcome;
  const changed = own === worlds.b ? changedTables(before, await digest.take()) : [];
  if (changed.length > 0)
    report.leak(KIND, operation.name, `changed ${changed.join(', ')} of A: ${describeCall(call)}`);
  if (hidden === NOTHING && outcome.state === 'FAILED') {
    report.gap(KIND, operation.name, `the job of ${caller.name} failed: ${JSON.stringify(outcome)}`);
  }
  const told = `${operation.name} as ${caller.name}`;
  const tell = (where: string, text: string): void => {
    const found = hidden.foundInText(text).filter((one) => !given.includes(one));
    if (found.length > 0) report.leak(KIND, operation.name, `${told}: ${found.slice(0, 5).join(', ')} in ${where}`);
  };
  tell('the job', JSON.stringify(outcome));
  for (const [name, text] of await textsOf(setting, outcome)) {
    report.count(KIND);
    tell(name, text);
  }
}

/**
 * Files are for whoever sent them: the caller's own, in place of those of the plan, and read for good. What was `given` in
 * them may come back.
 */
async function ownFiles(
  setting: Setting,
  plan: Plan,
  { caller, named }: Attempt,
): Promise<{ swaps: Swaps; given: string }> {
  const { platform, surface } = setting;
  const swaps = new Map<string, unknown>();
  const { node } = await named.owner.client.ok<{ node: { name: string } }>(
    'query ($id: ID!) { node(id: $id) { ... on Community { name } } }',
    { id: named.id('community') },
  );
  const given = `小区,楼栋,房号\n${node.name},1,101\n`;
  const content = Buffer.from(given);
  for (const { path, idType } of idPositions(surface, plan.operation)) {
    if (idType !== 'file' || templateAt(plan.template, path) === undefined) continue;
    const id = await platform.upload(caller.client, { fileName: 'rows.csv', contentType: 'text/csv', content });
    swaps.set(path, id).set('input.dryRun', false);
  }
  return { swaps, given };
}

/** Contents of the files a job has written, those packed in an archive one by one. */
async function textsOf({ platform }: Setting, outcome: Outcome): Promise<[name: string, text: string][]> {
  const texts: [string, string][] = [];
  for (const [name, file] of Object.entries(outcome)) {
    const url = (file as { url?: string } | null)?.url;
    if (url === undefined) continue;
    const { rawPayload } = await platform.http({ method: 'GET', url });
    if (rawPayload.subarray(0, 2).toString() !== 'PK') texts.push([name, rawPayload.toString('utf8')]);
    else
      for (const [entry, content] of await unzip(rawPayload))
        texts.push([`${name} ${entry}`, content.toString('utf8')]);
  }
  return texts;
}
