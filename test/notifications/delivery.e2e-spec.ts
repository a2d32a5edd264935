import { db, Notifications } from '@atrium/sdk';
import { createTestPlatform, Mailbox, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterCustomer, type Entered, uuidOf } from '../customers/support/register';
import { inTransaction, send } from './support/sending';
import { billReady } from './support/spec-types';

/** Midday where the companies are. */
const MIDDAY = new Date('2031-01-15T04:00:00Z');
const bill = (name: string) => ({ name, amount: { amount: '750.72', currency: 'CNY' }, dueOn: '2031-02-01' });

let platform: TestPlatform;
let mailbox: Mailbox;
let admin: TestClient;
let people = 0;

interface Sent extends Record<string, unknown> {
  state: string;
  reason: string | null;
  channel: string | null;
  perhaps_twice: boolean;
}
const rowOf = async (id: string, tenant: 'a' | 'b' = 'a'): Promise<Sent> =>
  (
    await inTransaction(
      platform,
      () => db().query<Sent>('SELECT * FROM atrium.notification WHERE id = $1', [id]),
      tenant,
    )
  )[0]!;
const person = (more: Record<string, unknown> = {}, ...contacts: readonly [string, string][]): Promise<Entered> =>
  enterCustomer(admin, `住户${++people}`, { contacts: contacts.map(([kind, value]) => ({ kind, value })), ...more });
const to = ({ id }: Entered) => ({ customerId: uuidOf(id) });

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url, MAIL_FROM: 'Atrium <mail@atrium.example>' });
  platform.clock.freeze(MIDDAY);
  admin = await platform.as('ADMIN');
});
beforeEach(() => {
  platform.clock.freeze(MIDDAY);
  mailbox.mails.length = 0;
  mailbox.refuse = () => null;
});
afterAll(async () => {
  await platform?.close();
  await mailbox?.close();
});

describe('a message', () => {
  it('is sent when, and only when, what caused it commits', async () => {
    const wang = await person({ preferredLanguage: 'en' }, ['EMAIL', 'wang@example.com']);
    const values = bill('Wang');
    const undone = inTransaction(platform, async () => {
      await platform.api.get(Notifications).send(billReady, { to: to(wang), values });
      throw new Error('rolled back');
    });
    await expect(undone).rejects.toThrow('rolled back');
    const [id] = await send(platform, billReady, [{ to: to(wang), values }]);
    await platform.runJobs();
    expect(await rowOf(id!)).toMatchObject({ state: 'SENT', channel: 'EMAIL', perhaps_twice: false, reason: null });
    const mail = mailbox.last('wang@example.com');
    expect(mail.subject).toBe('Your bill, Wang');
    expect(mail.text).toContain('please pay CN¥750.72 by February 1, 2031.');
    expect(mailbox.mails).toHaveLength(1);
  });
});
