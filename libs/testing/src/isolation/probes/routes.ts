import type { HttpAnswer, HttpRequest } from '../../test-http';
import { changedTables, type Digest } from '../digest';
import type { PartOf, RouteSample } from '../samples';
import type { Probe, Setting } from '../setting';
import type { World } from '../world';

const KIND = 'path besides GraphQL';

/**
 * Every path that is served: a request of which one part is of another company than the rest is refused, so is one that
 * is signed in elsewhere where that matters, and neither tells or changes anything of A.
 */
export const routesKeepToTheirTenant: Probe = async (setting) => {
  const { platform, samples, report } = setting;
  for (const { method, path } of platform.routes) {
    const name = `${method} ${path}`;
    if (Object.hasOwn(samples.plainRoutes, name)) continue;
    const known = samples.routes[name] ?? [];
    if (known.length === 0)
      report.gap(KIND, name, 'nobody says how it is called, nor that it has nothing of a company');
    for (const sample of known) await probe(setting, name, sample);
  }
};

async function probe(setting: Setting, name: string, sample: RouteSample): Promise<void> {
  const { callers, outsiders, worlds, report, secrets } = setting;
  const { a1, b } = worlds;
  const { parts, heedsSession = false, answersNothing } = sample;

  report.count(KIND);
  const own = await send(setting, sample, () => a1);
  if (!isServed(own.answer)) report.gap(KIND, name, `A itself is not served: ${told(own)}`);
  else if (answersNothing === undefined && secrets.foundInText(textOf(own.answer)).length === 0) {
    report.gap(KIND, name, 'it answers A nothing of its own, so it could leak nothing');
  }

  for (const part of parts.length > 1 ? parts : []) {
    const mixed =
      (of: World, others: World): PartOf =>
      (one) =>
        one === part ? of : others;
    await refused(setting, name, sample, mixed(a1, b), `${part} of A, the rest of B`);
    await refused(setting, name, sample, mixed(b, a1), `${part} of B, the rest of A`);
  }
  if (!heedsSession) return;
  for (const { name: who, client } of [...callers.ofB, callers.supportOfB, b.home!.owner, outsiders.operator]) {
    await refused(setting, name, sample, () => a1, `all of A, signed in as ${who}`, client.token);
  }
}

async function refused(
  setting: Setting,
  name: string,
  sample: RouteSample,
  of: PartOf,
  how: string,
  token: string | null = null,
): Promise<void> {
  const { report, secrets } = setting;
  report.count(KIND);
  const sent = await send(setting, sample, of, token);
  const given = `${sent.request.url} ${String(sent.request.payload ?? '')}`;
  const found = secrets.foundInText(textOf(sent.answer)).filter((one) => !given.includes(one));
  if (found.length > 0) report.leak(KIND, name, `${how} answers ${found.slice(0, 5).join(', ')}: ${told(sent)}`);
  if (isServed(sent.answer)) report.leak(KIND, name, `${how} is served: ${told(sent)}`);
  const changed = sent.changed.filter((table) => !sample.notes?.includes(table));
  if (changed.length > 0) report.leak(KIND, name, `${how} changed ${changed.join(', ')} of A: ${told(sent)}`);
}

interface Sent {
  readonly request: HttpRequest;
  readonly answer: HttpAnswer;
  /** Tables of A. */
  readonly changed: readonly string[];
}

async function send(
  { platform, calls, digest }: Setting,
  { request }: RouteSample,
  of: PartOf,
  token: string | null = null,
): Promise<Sent> {
  const made = await request(of, calls.tools);
  const headers = { ...made.headers, ...(token && { authorization: `Bearer ${token}` }) };
  const before: Digest = await digest.take();
  const answer = await platform.http({ ...made, headers });
  return { request: made, answer, changed: changedTables(before, await digest.take()) };
}

const locationOf = ({ headers }: HttpAnswer): string => String(headers['location'] ?? '');

/** OAuth and OpenID Connect send browsers back with `error`, GraphQL answers with `errors`. */
const isServed = (answer: HttpAnswer): boolean =>
  answer.statusCode < 400 && !/[?#&]error=/.test(locationOf(answer)) && !answer.body.includes('"errors":');

const textOf = (answer: HttpAnswer): string => `${locationOf(answer)}\n${answer.body}`;

const told = ({ request, answer }: Sent): string =>
  `${request.method} ${request.url} answered ${answer.statusCode} ${textOf(answer).slice(0, 300)}`;
