import { getNamedType, isEnumType, isInputObjectType } from 'graphql';
import type { Caller } from '../tools';
import { idPositions } from '../id-positions';
import type { Secrets } from '../secrets';
import type { Probe, Setting } from '../setting';
import type { Operation } from '../surface';
import type { World } from '../world';

const KIND = 'export read back';
const FIELD = 'Mutation.startExport';
const START = 'mutation ($input: StartExportInput!) { startExport(input: $input) { job { id } } }';
const RESULT = 'state failure { code } resultFile { url }';

interface Attempt {
  readonly caller: Caller;
  /** Whose ids stand in the filter; null for no filter. */
  readonly filterOf: World | null;
  /** What must not be in the file. */
  readonly hidden: Secrets | null;
  /** What must be in it. */
  readonly expected: string | null;
}

/** A job writes into a file what its caller may see and nothing else: every list, with and without a filter. */
export const exportsHoldOnesOwn: Probe = async (setting) => {
  const operation = setting.plans.find((one) => one.operation.name === FIELD)?.operation;
  if (!operation) return;
  const { callers, communitySecrets, secrets, worlds } = setting;
  const [a, a1, b] = [callers.ofA[0]!, callers.ofA1[0]!, callers.ofB[0]!];
  const attempts: Attempt[] = [
    { caller: a, filterOf: null, hidden: null, expected: worlds.a1.token },
    { caller: a1, filterOf: null, hidden: communitySecrets, expected: worlds.a1.token },
    { caller: b, filterOf: null, hidden: secrets, expected: worlds.b.token },
    { caller: a1, filterOf: worlds.a2, hidden: communitySecrets, expected: null },
    { caller: b, filterOf: worlds.a1, hidden: secrets, expected: null },
  ];
  for (const list of listsOf(operation)) {
    for (const attempt of attempts) await exportList(setting, operation, list, attempt);
  }
};

/** Names of the lists that can be exported. */
function listsOf({ field }: Operation): string[] {
  const input = getNamedType(field.args[0]!.type);
  const list = isInputObjectType(input) ? getNamedType(input.getFields()['list']!.type) : null;
  return isEnumType(list) ? list.getValues().map(({ name }) => name) : [];
}

async function exportList(setting: Setting, operation: Operation, list: string, attempt: Attempt): Promise<void> {
  const { surface, report } = setting;
  const { caller, filterOf } = attempt;
  // UNITS is filtered by `filter.units`.
  const key = list.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const start = `input.filter.${key}.`;
  const filters = filterOf
    ? idPositions(surface, operation)
        .filter(({ path, isRepeated }) => !isRepeated && path.startsWith(start) && path.endsWith('.eq'))
        .map(({ path, idType }) => ({ [path.slice(start.length, -'.eq'.length)]: { eq: filterOf.id(idType) } }))
    : [null];
  for (const filter of filters) {
    const input = { list, format: 'CSV', ...(filter ? { filter: { [key]: filter } } : {}) };
    const told = `${JSON.stringify(input)} as ${caller.name}`;
    report.count(KIND);
    const text = await contentOf(setting, caller, input);
    if (text === null) {
      report.gap(KIND, FIELD, `${told} came to no file`);
      continue;
    }
    const found = attempt.hidden?.foundInText(text) ?? [];
    if (found.length > 0) report.leak(KIND, FIELD, `${told} holds ${found.slice(0, 5).join(', ')}`);
    if (attempt.expected !== null && !text.includes(attempt.expected)) {
      report.gap(KIND, FIELD, `${told} holds nothing of its own: ${text.slice(0, 200)}`);
    }
  }
}

/** The file that an export makes; null where there is none. */
async function contentOf({ platform }: Setting, { client }: Caller, input: object): Promise<string | null> {
  const { startExport } = await client.ok<{ startExport: { job: { id: string } } }>(START, { input });
  await platform.runJobs();
  const job = await platform.finishedJob(client, startExport.job.id, RESULT);
  const file = job['resultFile'] as { url: string } | null;
  return file && platform.download(file.url);
}
