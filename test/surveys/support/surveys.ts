import { createTestPlatform, type HttpAnswer, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import { JSDOM } from 'jsdom';
import { enterCustomer, type Entered, startOccupancy } from '../../customers/support/register';
import { change, sqlOf } from '../../identity/support';
import { create } from '../../properties/support/properties';

/** Midday where the companies are, a Monday. */
export const MIDDAY = new Date('2031-01-13T04:00:00Z');

export const words = (en: string, zh = `${en}（中）`) => [
  { locale: 'EN', text: en },
  { locale: 'ZH_CN', text: zh },
];
export const rating = (code: string, more: object = {}) => ({ code, kind: 'RATING_5', title: words(code), ...more });

/** How good was the repair, and why not better. */
export const content = {
  title: words('Your repair', '您的维修'),
  introduction: words('A few questions.', '几个问题。'),
  questions: [
    rating('repair', { dimension: 'SATISFACTION', touchPoint: 'REPAIR' }),
    {
      code: 'why',
      kind: 'TEXT',
      title: words('Why', '原因'),
      maxLength: 200,
      showIf: { score: { question: 'repair', atMost: 2 } },
    },
    { code: 'nps', kind: 'NPS', title: words('Recommend?', '推荐？'), dimension: 'LOYALTY', required: false },
  ],
  lowScores: [{ question: 'repair', atMost: 2 }],
};

export interface Template {
  id: string;
  version: number;
  versions: { id: string; number: number; state: string; content: { questions: { code: string }[] } }[];
}
const TEMPLATE = 'template { id version versions { id number state content } }';

export const createTemplate = async (client: TestClient, name: string, asked: object = content): Promise<Template> =>
  (
    await change<{ template: Template }>(
      client,
      'createSurveyTemplate',
      'CreateSurveyTemplateInput',
      { name, content: asked },
      TEMPLATE,
    )
  ).template;

export const publish = async (client: TestClient, { id, version }: Template): Promise<Template> =>
  (
    await change<{ template: Template }>(
      client,
      'publishSurveyTemplate',
      'PublishSurveyTemplateInput',
      { id, version },
      TEMPLATE,
    )
  ).template;

export const publishedTemplate = async (client: TestClient, name: string, asked: object = content): Promise<Template> =>
  publish(client, await createTemplate(client, name, asked));

export const updateTemplate = async (client: TestClient, input: Record<string, unknown>): Promise<Template> =>
  (await change<{ template: Template }>(client, 'updateSurveyTemplate', 'UpdateSurveyTemplateInput', input, TEMPLATE))
    .template;

export interface Survey {
  id: string;
  version: number;
  state: string;
  sampleSeed: string | null;
  invitedCount: number;
  sparedCount: number;
  answeredCount: number;
  unreadCount: number;
  invitingEndedAt: string | null;
  failure: string | null;
  templateVersion: { number: number };
}
const SURVEY = `id version state sampleSeed invitedCount sparedCount answeredCount unreadCount invitingEndedAt failure
  templateVersion { number }`;

export const startSurvey = async (client: TestClient, input: Record<string, unknown>): Promise<Survey> =>
  (
    await change<{ survey: Survey }>(
      client,
      'startSurvey',
      'StartSurveyInput',
      { name: 'Survey', ...input },
      `survey { ${SURVEY} }`,
    )
  ).survey;

export const surveyNow = async (client: TestClient, { id }: { id: string }): Promise<Survey> =>
  (await client.ok<{ survey: Survey }>(`query ($id: ID!) { survey(id: $id) { ${SURVEY} } }`, { id })).survey;

export async function closeSurvey(client: TestClient, survey: { id: string }): Promise<void> {
  const { id, version } = await surveyNow(client, survey);
  await change(client, 'closeSurvey', 'CloseSurveyInput', { id, version }, '__typename');
}

/** A company with a register, a mailbox, and people with addresses. */
export class Stage {
  private people = 0;

  private constructor(
    readonly platform: TestPlatform,
    readonly mailbox: Mailbox,
    readonly admin: TestClient,
    readonly communities: readonly [string, string],
    private readonly buildings: readonly [string, string],
  ) {}

  static async open(): Promise<Stage> {
    const mailbox = await Mailbox.open();
    const platform = await createTestPlatform({
      SMTP_URL: mailbox.url,
      MAIL_FROM: 'Atrium <mail@atrium.example>',
      SURVEY_PAGES_PER_NETWORK: '1000000',
    });
    platform.clock.freeze(MIDDAY);
    const admin = await platform.as('ADMIN');
    const enter = async (what: string, input: Record<string, unknown>) => (await create(admin, what, input)).id;
    const communities = [
      await enter('community', { name: '北苑', region: '上海' }),
      await enter('community', { name: '南苑', region: '苏州' }),
    ] as const;
    const buildings = [
      await enter('building', { communityId: communities[0], code: '1栋' }),
      await enter('building', { communityId: communities[1], code: '1栋' }),
    ] as const;
    return new Stage(platform, mailbox, admin, communities, buildings);
  }

  /** Somebody who lives in a community, with an e-mail address. */
  async resident(where: 0 | 1 = 0, more: Record<string, unknown> = {}, usage = 'RESIDENTIAL'): Promise<Entered> {
    const number = ++this.people;
    const contacts = [{ kind: 'EMAIL', value: `r${number}@example.com` }];
    const made = await enterCustomer(this.admin, `住户${number}`, { contacts, preferredLanguage: 'en', ...more });
    const unit = await create(this.admin, 'unit', { buildingId: this.buildings[where], code: `${number}`, usage });
    await startOccupancy(this.admin, made, unit.id, 'OWNER');
    this.addresses.set(made.id, contacts[0]!.value);
    return made;
  }

  /** Addresses by id. */
  readonly addresses = new Map<string, string>();

  /** A segment of everybody, or of those who live in a community. */
  async segment(name: string, where: 0 | 1 | null = null): Promise<string> {
    const rule =
      where === null
        ? { some: { of: 'occupancy' } }
        : { community: { field: 'occupancy.community', in: [this.communities[where]] } };
    type Made = { segment: { id: string } };
    const input = { name, rule };
    return (await change<Made>(this.admin, 'createSegment', 'CreateSegmentInput', input, 'segment { id }')).segment.id;
  }

  /** Path of the newest link that somebody was sent. */
  linkOf(who: { id: string } | string): string {
    const address = typeof who === 'string' ? who : this.addresses.get(who.id)!;
    const path = /\/survey\/atr_v_[\w-]+/.exec(this.mailbox.last(address).text ?? '')?.[0];
    if (!path) throw new Error(`No link in the mail to ${address}`);
    return path;
  }

  open(path: string, headers: Record<string, string> = { 'accept-language': 'en' }): Promise<HttpAnswer> {
    return this.platform.http({ method: 'GET', url: path, headers });
  }

  /** Sends a form as a browser would: what stands in it, with these fields filled in, and the button pressed. */
  async send(
    path: string,
    page: HttpAnswer,
    fields: Record<string, string | string[]>,
    go = 'next',
  ): Promise<HttpAnswer> {
    const form = new JSDOM(page.body).window.document.querySelector('form');
    if (!form) throw new Error(`No form in ${page.body}`);
    const values = new URLSearchParams();
    for (const element of form.querySelectorAll<HTMLInputElement>('input, textarea')) {
      const { name, type, checked, value } = element;
      if (name in fields || ((type === 'radio' || type === 'checkbox') && !checked)) continue;
      values.append(name, value);
    }
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) values.append(name, one);
    values.append('go', go);
    return this.platform.http({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' },
      payload: values.toString(),
    });
  }

  /** Opens somebody's link and answers, page by page. */
  async answer(who: { id: string } | string, ...pages: Record<string, string | string[]>[]): Promise<HttpAnswer> {
    const path = this.linkOf(who);
    let page = await this.open(path);
    for (const fields of pages) page = await this.send(path, page, fields);
    return page;
  }

  sql = <T extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    sqlOf(this.platform)<T>(text, values);

  async close(): Promise<void> {
    await this.platform.close();
    await this.mailbox.close();
  }
}

export const textOf = ({ body }: HttpAnswer): string =>
  new JSDOM(body).window.document.body.textContent!.replace(/\s+/g, ' ').trim();
