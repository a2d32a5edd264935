import { db, newId, systemActor, type TransactionOptions } from '@atrium/sdk';
import { openDataSource, PgSessionFactory, PgTransactions, withClient, type OperationSession } from '@atrium/platform';
import { createTestDatabase, type TestDatabase } from '@atrium/testing';
import type { DataSource } from 'typeorm';

const clock = { now: () => new Date() };
const A = newId();
const B = newId();

describe('sessions under row-level security', () => {
  let database: TestDatabase;
  let source: DataSource;
  let sessions: PgSessionFactory;
  let transactions: PgTransactions;

  const as = (tenantId: string | null, more: Partial<TransactionOptions> = {}): TransactionOptions => ({
    tenantId,
    actor: systemActor('spec'),
    operation: 'spec',
    ...more,
  });
  const open = (tenantId: string | null, readOnly = false): OperationSession =>
    sessions.open({
      tenantId,
      actor: systemActor('spec'),
      communityScope: null,
      readOnly,
      operation: 'spec',
      requestId: newId(),
      client: { ip: null, name: null },
      clock,
    });
  const openTransactions = async (): Promise<string> =>
    withClient(database.adminUrl, async (client) => {
      const { rows } = await client.query<{ count: string }>(
        `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
      );
      return rows[0]!.count;
    });

  beforeAll(async () => {
    database = await createTestDatabase();
    source = await openDataSource({
      url: database.appUrl,
      entities: [],
      poolSize: 3,
      statementTimeoutMs: 2000,
      applicationName: 'spec',
    });
    sessions = new PgSessionFactory(source);
    transactions = new PgTransactions(source, sessions, clock);
    for (const [id, slug] of [
      [A, 'alpha'],
      [B, 'beta'],
    ] as const) {
      await transactions.run(as(id), () =>
        db().execute(
          `INSERT INTO atrium.tenant (id, slug, name, locale, time_zone, currency) VALUES ($1, $2, $2, 'en', 'UTC', 'CNY')`,
          [id, slug],
        ),
      );
    }
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  const slugs = (): Promise<string[]> =>
    db()
      .query<{ slug: string }>('SELECT slug FROM atrium.tenant ORDER BY slug')
      .then((rows) => rows.map(({ slug }) => slug));

  it('shows each tenant its own rows, and none without a tenant', async () => {
    expect(await transactions.run(as(A), slugs)).toEqual(['alpha']);
    expect(await transactions.run(as(B), slugs)).toEqual(['beta']);
    expect(await transactions.run(as(null), slugs)).toEqual([]);
  });

  it('leaves nothing of a tenant on a connection that is used again', async () => {
    for (let round = 0; round < 10; round++) {
      await Promise.all([
        expect(transactions.run(as(A), slugs)).resolves.toEqual(['alpha']),
        expect(transactions.run(as(null), slugs)).resolves.toEqual([]),
        expect(transactions.run(as(B), slugs)).resolves.toEqual(['beta']),
      ]);
    }
    expect(await source.query('SELECT slug FROM atrium.tenant')).toEqual([]);
  });

  it('refuses a row for another tenant, and changes none of another', async () => {
    const insert = `INSERT INTO atrium.tenant (id, slug, name, locale, time_zone, currency) VALUES ($1, 'gamma', 'g', 'en', 'UTC', 'CNY')`;
    await expect(transactions.run(as(A), () => db().execute(insert, [newId()]))).rejects.toMatchObject({
      code: '42501',
    });
    await expect(transactions.run(as(null), () => db().execute(insert, [newId()]))).rejects.toMatchObject({
      code: '42501',
    });
    expect(
      await transactions.run(as(A), () => db().execute(`UPDATE atrium.tenant SET name = 'x' WHERE id = $1`, [B])),
    ).toBe(0);
    expect(
      await transactions.run(as(A), () => db().execute(`UPDATE atrium.tenant SET name = 'Alpha' WHERE id = $1`, [A])),
    ).toBe(1);
  });

  it('audits every change with who made it, and lets nobody rewrite the log', async () => {
    await transactions.run(as(A, { actor: { ...systemActor("O'Neil\\"), id: newId() }, operation: 'rename' }), () =>
      db().execute(`UPDATE atrium.tenant SET name = 'Renamed'`),
    );
    const [entry] = await transactions.run(as(A), () =>
      db().query(
        `SELECT operation, action, cause ->> 'name' AS who, before, after FROM atrium.audit_log ORDER BY id DESC LIMIT 1`,
      ),
    );
    expect(entry).toEqual({
      operation: 'rename',
      action: 'UPDATE',
      who: "O'Neil\\",
      before: { name: 'Alpha' },
      after: { name: 'Renamed' },
    });
    expect(
      await transactions.run(as(B), () => db().query(`SELECT * FROM atrium.audit_log WHERE operation = 'rename'`)),
    ).toEqual([]);
    for (const sql of [
      'DELETE FROM atrium.audit_log',
      `UPDATE atrium.audit_log SET operation = 'x'`,
      `INSERT INTO atrium.audit_log SELECT * FROM atrium.audit_log`,
      'TRUNCATE atrium.audit_log',
    ]) {
      await expect(transactions.run(as(A), () => db().execute(sql))).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('lets the application neither leave its role nor reach the platform’s', async () => {
    for (const sql of [
      'SET ROLE atrium_owner',
      'SET ROLE atrium_migrator',
      'SET ROLE atrium_search',
      'ALTER TABLE atrium.tenant DISABLE ROW LEVEL SECURITY',
    ]) {
      await expect(transactions.run(as(A), () => db().execute(sql))).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('writes nothing in a read-only session', async () => {
    await expect(
      transactions.run(as(A, { readOnly: true }), () => db().execute(`UPDATE atrium.tenant SET name = 'x'`)),
    ).rejects.toMatchObject({ code: '25006' });
  });

  it('takes no connection for an operation that asks the database nothing', async () => {
    const session = open(A);
    await session.commit();
    expect(session.opened).toBe(false);
  });

  it('reports a COMMIT that the database answered with ROLLBACK', async () => {
    const session = open(A);
    await expect(session.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' });
    await expect(session.commit()).rejects.toThrow('COMMIT was answered with ROLLBACK');
    expect(await openTransactions()).toBe('0');
  });

  it('refuses statements after the end', async () => {
    const session = open(A);
    await session.query('SELECT 1');
    await session.commit();
    await expect(session.query('SELECT 1')).rejects.toThrow('The operation has ended');
    await expect(session.manager()).rejects.toThrow('The operation has ended');
  });

  it('undoes a savepoint alone', async () => {
    const session = open(A);
    await session.execute(`UPDATE atrium.tenant SET name = 'kept'`);
    await session.savepoint('field_1');
    await session.execute(`UPDATE atrium.tenant SET name = 'lost'`);
    await session.rollbackTo('field_1');
    await session.commit();
    const [row] = await transactions.run(as(A), () => db().query('SELECT name FROM atrium.tenant'));
    expect(row).toEqual({ name: 'kept' });
  });

  it('ends a running statement when destroyed, and the pool goes on', async () => {
    const session = open(A);
    const running = session.query('SELECT pg_sleep(20)');
    const ended = expect(running).rejects.toBeInstanceOf(Error);
    setImmediate(() => session.destroy(new Error('deadline')));
    await ended;
    expect(await transactions.run(as(A), slugs)).toEqual(['alpha']);
    expect(await openTransactions()).toBe('0');
  });

  it('leaves no transaction open after failures of all kinds', async () => {
    const tasks = Array.from({ length: 12 }, (_, index) =>
      transactions
        .run(as(A), async () => {
          await db().query('SELECT 1');
          if (index % 3 === 0) throw new Error('thrown');
          if (index % 3 === 1) await db().query('SELECT nonsense');
        })
        .catch(() => undefined),
    );
    await Promise.all(tasks);
    expect(await openTransactions()).toBe('0');
    expect(await transactions.run(as(A), slugs)).toEqual(['alpha']);
  });

  it('takes only names and ids it has checked into its settings', async () => {
    await expect(open(`${A}'; DROP TABLE x; --`).query('SELECT 1')).rejects.toThrow('Not a UUID');
    const session = open(A);
    session.setOperation(`x', true); DROP TABLE x; --`);
    await expect(session.query('SELECT 1')).rejects.toThrow('Not an operation name');
    await session.rollback();
  });
});
