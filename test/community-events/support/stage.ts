import communityEvents from '@atrium/community-events';
import { arrangePlugins, type LoadedPlugin, withClient } from '@atrium/platform';
import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import {
  enterCustomer,
  type Entered,
  enterRegister,
  type Register,
  startOccupancy,
} from '../../customers/support/register';
import { change } from '../../identity/support';

/** Midday where the companies are. */
export const MIDDAY = new Date('2031-01-15T04:00:00Z');
export const at = (hours: number): string => new Date(MIDDAY.getTime() + hours * 3_600_000).toISOString();

export const plugins = (): readonly LoadedPlugin[] =>
  arrangePlugins([{ source: '@atrium/community-events', definition: communityEvents, metadata: {} }]);

export interface Shown {
  id: string;
  version: number;
  state: string;
  places: { capacity: number | null; taken: number; left: number | null; waiting: number } | null;
}
export interface Registration {
  id: string;
  state: string;
  code: string | null;
  people: number;
  customer: { name: string } | null;
}
const EVENT = 'id version state title';
export const REGISTRATION = 'id state code people customer { name }';

const ENABLE = 'mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { enabled } } }';

/** A company with a register that has community events, and a neighbour that has not. */
export class Stage {
  private constructor(
    readonly platform: TestPlatform,
    readonly mailbox: Mailbox,
    public admin: TestClient,
    readonly neighbour: TestClient,
    readonly register: Register,
  ) {}

  static async open(): Promise<Stage> {
    const mailbox = await Mailbox.open();
    const settings = { SMTP_URL: mailbox.url, CHANNEL_PUSH: 'none', CHANNEL_WECHAT: 'none' };
    const platform = await createTestPlatform(settings, [], plugins());
    platform.clock.freeze(MIDDAY);
    const admin = await platform.as('ADMIN');
    const stage = new Stage(
      platform,
      mailbox,
      admin,
      await platform.as('ADMIN', { tenant: 'b' }),
      await enterRegister(admin),
    );
    await stage.enable();
    return stage;
  }

  async signInAgain(): Promise<TestClient> {
    return (this.admin = await this.platform.as('ADMIN'));
  }

  async enable(client = this.admin, settings: object = {}): Promise<void> {
    await client.ok(ENABLE, { input: { plugin: 'community-events', settings } });
  }

  /** Somebody with an address; in a home where one is named. */
  async resident(name: string, unitId: string | null = null, kind = 'OWNER'): Promise<Entered> {
    const customer = await enterCustomer(this.admin, name, {
      contacts: [{ kind: 'EMAIL', value: `${name}@example.com` }],
    });
    if (unitId) await startOccupancy(this.admin, customer, unitId, kind);
    return customer;
  }

  as(customer: { id: string }): Promise<TestClient> {
    return this.platform.as('CUSTOMER', { customer: customer.id });
  }

  async plan(input: object = {}, client = this.admin): Promise<Shown> {
    const made = await change<{ event: Shown }>(
      client,
      'createCommunityEventsEvent',
      'CommunityEventsCreateInput',
      {
        kind: 'ACTIVITY',
        title: '邻里晚会',
        description: '欢迎参加',
        communityId: this.register.heYuan,
        startsAt: at(48),
        endsAt: at(50),
        ...input,
      },
      `event { ${EVENT} }`,
    );
    return made.event;
  }

  async publish({ id, version }: Shown, client = this.admin): Promise<Shown> {
    const published = await change<{ event: Shown }>(
      client,
      'publishCommunityEventsEvent',
      'CommunityEventsPublishInput',
      { id, version },
      `event { ${EVENT} }`,
    );
    await this.platform.runJobs();
    return published.event;
  }

  async planned(input: object = {}): Promise<Shown> {
    return this.publish(await this.plan(input));
  }

  async update({ id }: { id: string }, input: object): Promise<Shown> {
    const { version } = await this.shown(id);
    const updated = await change<{ event: Shown }>(
      this.admin,
      'updateCommunityEventsEvent',
      'CommunityEventsUpdateInput',
      { id, version, ...input },
      `event { ${EVENT} }`,
    );
    return updated.event;
  }

  async shown(id: string, client = this.admin): Promise<Shown> {
    const { node } = await client.ok<{ node: Shown }>(
      `query ($id: ID!) { node(id: $id) { ... on CommunityEventsEvent { ${EVENT} places { capacity taken left waiting } } } }`,
      { id },
    );
    return node;
  }

  async registered(client: TestClient, event: { id: string }, input: object = {}): Promise<Registration> {
    const made = await change<{ registration: Registration }>(
      client,
      'registerForCommunityEvents',
      'CommunityEventsRegisterInput',
      { eventId: event.id, ...input },
      `registration { ${client === this.admin ? REGISTRATION : 'id state code people'} }`,
    );
    return made.registration;
  }

  /** Of an event, in the order of arrival. */
  async registrations(event: { id: string }, client = this.admin): Promise<Registration[]> {
    const { communityEventsRegistrations: found } = await client.ok<{
      communityEventsRegistrations: { nodes: Registration[] };
    }>(
      `query ($id: ID!) { communityEventsRegistrations(first: 200, filter: { event: { eq: $id } }) { nodes { ${REGISTRATION} } } }`,
      { id: event.id },
    );
    return found.nodes;
  }

  async cancel(client: TestClient, { id }: { id: string }): Promise<string> {
    const made = await change<{ registration: { state: string } }>(
      client,
      'cancelCommunityEventsRegistration',
      'CommunityEventsCancelRegistrationInput',
      { id },
      'registration { state }',
    );
    return made.registration.state;
  }

  /** What waits for a time is due: the queue goes by the database's clock, which a test cannot move. */
  async comeTheTime(...jobs: readonly string[]): Promise<void> {
    await withClient(this.platform.database.adminUrl, (client) =>
      client.query(`UPDATE pgboss.job SET start_after = now() WHERE name = ANY ($1) AND state = 'created'`, [
        jobs.map((job) => `communityEvents.${job}`),
      ]),
    );
    await this.platform.runJobs();
  }

  sql<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return withClient(this.platform.database.adminUrl, async (client) => (await client.query<Row>(text, values)).rows);
  }

  async close(): Promise<void> {
    await this.platform?.close();
    await this.mailbox?.close();
  }
}
