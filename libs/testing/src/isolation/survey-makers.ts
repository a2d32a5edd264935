import { change, member } from './core-makers';
import { newResident } from './resident-makers';
import type { Tools } from './tools';
import type { World } from './world';

const ASKED = [
  ['satisfaction', 'RATING_5', 'SATISFACTION'],
  ['expected', 'RATING_5', 'EXPECTATION'],
  ['recommend', 'NPS', 'LOYALTY'],
] as const;

/** What a survey of a world asks: every kind of figure can be made of it. */
export function surveyContent(world: World): object {
  const text = (words: string) => [{ locale: 'EN', text: words }];
  const part = (code: string, component: string) => ({ code, kind: 'RATING_5', title: text(code), component });
  return {
    title: text(world.text('words')),
    questions: [
      ...ASKED.map(([code, kind, dimension]) => ({
        ...{ code, kind, dimension, title: text(world.text('words')) },
        ...(code === 'expected' ? { expectationOf: 'satisfaction' } : { touchPoint: 'REPAIR' }),
      })),
      part('product', 'PRODUCT'),
      part('money', 'MONEY'),
      {
        ...{ code: 'channel', kind: 'SINGLE_CHOICE', title: text('channel') },
        options: ['app', 'phone'].map((code) => ({ code, label: text(world.text('words')) })),
      },
      { code: 'why', kind: 'TEXT', title: text('why'), required: false },
    ],
    lowScores: [{ question: 'satisfaction', atMost: 2 }],
  };
}

async function templateOf(world: World, isPublished: boolean): Promise<string> {
  // What a community has, and what the company has, is told apart by the mark of the step.
  world.nextStep();
  const { client } = world.owner;
  type Payload = { template: { id: string; version: number } };
  const input = { name: world.text('words'), content: surveyContent(world) };
  const selection = 'template { id version }';
  const made = await change<Payload>(client, 'createSurveyTemplate', 'CreateSurveyTemplateInput', input, selection);
  const { id, version } = made.template;
  if (isPublished) {
    await change(client, 'publishSurveyTemplate', 'PublishSurveyTemplateInput', { id, version }, '__typename');
  }
  world.nextStep();
  return id;
}

export const draftTemplate = (world: World): Promise<string> => templateOf(world, false);
export const publishedTemplate = (world: World): Promise<string> => templateOf(world, true);

/** A segment of residents of the world's community; answers its id. */
export async function residents(world: World): Promise<string> {
  world.nextStep();
  const { client } = world.owner;
  const rule = { community: { field: 'occupancy.community', in: [world.id('community', 0)] } };
  type Segment = { segment: { id: string } };
  const named = { name: world.text('words'), rule };
  const made = await change<Segment>(client, 'createSegment', 'CreateSegmentInput', named, 'segment { id }');
  world.nextStep();
  return made.segment.id;
}

/** A survey of residents of the world's community; answers its id. */
export async function openSurvey(world: World, isAnonymous = false, more: StartedWith = {}): Promise<string> {
  const segmentId = await residents(world);
  return start(world, { segmentId, isAnonymous, ...more });
}

interface StartedWith {
  readonly templateId?: string;
  readonly [field: string]: unknown;
}

async function start(world: World, more: StartedWith): Promise<string> {
  const templateId = more.templateId ?? (await publishedTemplate(world));
  const input = { name: world.text('words'), ...more, templateId };
  type Payload = { survey: { id: string } };
  const made = await change<Payload>(world.owner.client, 'startSurvey', 'StartSurveyInput', input, 'survey { id }');
  // Its name is the company's; what is answered to it is a community's.
  world.nextStep();
  return made.survey.id;
}

/** What an update of the settings names. */
export async function settingsVersion({ owner }: World): Promise<number> {
  type Found = { surveySettings: { version: number } };
  return (await owner.client.ok<Found>('{ surveySettings { version } }')).surveySettings.version;
}

/** The path of the link that somebody was mailed. */
export function mailedLink({ mailbox }: Tools, email: string): string {
  if (!mailbox) throw new Error('A link that comes by mail needs the mailbox the platform sends to');
  const path = /\/survey\/atr_v_[\w-]+/.exec(mailbox.last(email).text ?? '')?.[0];
  if (!path) throw new Error(`No link in the mail to ${email}`);
  return path;
}

/** A link that can be used. */
export async function surveyLink(world: World, tools: Tools): Promise<string> {
  const email = (await newResident(world)).email;
  await openSurvey(world);
  await tools.platform.runJobs();
  return mailedLink(tools, email);
}

/** What a form with these answers holds. */
export const surveyForm = (world: World): string =>
  new URLSearchParams({
    kept: JSON.stringify({
      ...{ satisfaction: 1, expected: 5, recommend: 3, product: 4, money: 2, channel: 'app', why: world.text('words') },
    }),
    here: '',
    go: 'next',
  }).toString();

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

async function answerLink(world: World, { platform }: Tools, url: string): Promise<void> {
  const { statusCode } = await platform.http({ method: 'POST', url, headers: FORM, payload: surveyForm(world) });
  if (statusCode !== 200) throw new Error(`The survey answered ${statusCode}`);
}

/** An answer to a survey that is not anonymous; answers its id. */
export async function givenAnswer(world: World, tools: Tools): Promise<string> {
  await answerLink(world, tools, await surveyLink(world, tools));
  type Found = { surveyResponses: { nodes: { id: string; answeredAt: string | null }[] } };
  const { surveyResponses } = await world.owner.client.ok<Found>(
    '{ surveyResponses(first: 50, orderBy: { field: DAY, direction: DESC }) { nodes { id answeredAt } } }',
  );
  const named = surveyResponses.nodes.filter(({ answeredAt }) => answeredAt !== null);
  return named.sort((a, b) => (a.answeredAt! < b.answeredAt! ? 1 : -1))[0]!.id;
}

/** A team of the world's community; answers its id. */
export async function teamOf(world: World, memberIds: readonly string[]): Promise<string> {
  world.nextStep();
  const input = {
    name: world.text('words'),
    kind: 'OTHER',
    memberIds,
    area: { kind: 'COMMUNITIES', communityIds: [world.id('community', 0)] },
  };
  type Payload = { team: { id: string } };
  return (await change<Payload>(world.owner.client, 'createTeam', 'CreateTeamInput', input, 'team { id }')).team.id;
}

/** A team of nobody; answers its id. */
export const emptyTeam = (world: World): Promise<string> => teamOf(world, []);

/** Staff of a team who judge a colleague and another team. */
async function staffSurvey(world: World, tools: Tools): Promise<void> {
  const [asked, rated] = [await member(world, tools), await member(world, tools)];
  await start(world, {
    ...{
      audience: 'STAFF',
      ratedStaffId: rated.id,
      ratedTeamId: await teamOf(world, [rated.id]),
    },
  });
  await tools.platform.runJobs();
  await answerLink(world, tools, mailedLink(tools, asked.email));
}

const told = new WeakMap<World, string>();

/** Template of the survey that enough people have answered. */
export const answeredTemplate = (world: World): string => told.get(world)!;

/** A survey that enough people have answered to be told, one whose answers wait, and one whose answers are sealed. */
export async function answeredSurveys(world: World, tools: Tools): Promise<void> {
  const { client } = world.owner;
  const settings = { version: await settingsVersion(world), fatigueInvitations: 100 };
  await change(client, 'updateSurveySettings', 'UpdateSurveySettingsInput', settings, '__typename');
  await staffSurvey(world, tools);
  for (const kind of ['told', 'waiting', 'sealed'] as const) {
    const people: string[] = [];
    for (let n = 0; n < (kind === 'told' ? 5 : 1); n++) people.push((await newResident(world)).email);
    const templateId = await publishedTemplate(world);
    const id = await openSurvey(world, kind === 'sealed', { templateId });
    await tools.platform.runJobs();
    for (const email of people) {
      await answerLink(world, tools, mailedLink(tools, email));
    }
    if (kind !== 'told') continue;
    told.set(world, templateId);
    type Found = { survey: { version: number } };
    const { survey } = await client.ok<Found>('query ($id: ID!) { survey(id: $id) { version } }', { id });
    await change(client, 'closeSurvey', 'CloseSurveyInput', { id, version: survey.version }, '__typename');
    await tools.platform.runJobs();
  }
}
