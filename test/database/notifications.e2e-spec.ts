import { NotificationListener, withClient } from '@atrium/platform';
import { createTestDatabase, type TestDatabase } from '@atrium/testing';
import { Logger } from '@nestjs/common';

let database: TestDatabase;
let listener: NotificationListener;

beforeAll(async () => {
  database = await createTestDatabase();
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});
afterAll(async () => {
  await listener?.close();
  await database?.drop();
});

const notify = (payload: string): Promise<unknown> =>
  withClient(database.adminUrl, (client) => client.query(`SELECT pg_notify('spec', $1)`, [payload]));

it('hears what is said, and says when it may have missed something', async () => {
  let next: (event: string) => void = () => undefined;
  const event = (): Promise<string> => new Promise((resolve) => (next = resolve));
  listener = new NotificationListener(database.appUrl, 'spec-notifications');
  listener.on('spec', { notified: (payload) => next(payload), interrupted: () => next('interrupted') });
  await listener.open();

  let heard = event();
  await notify('one');
  expect(await heard).toBe('one');

  heard = event();
  await withClient(database.adminUrl, (client) =>
    client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'spec-notifications'`,
    ),
  );
  expect(await heard).toBe('interrupted');

  heard = event();
  await notify('two');
  expect(await heard).toBe('two');
});
