import { withClient } from '@atrium/platform';
import {
  createTestPlatform,
  Mailbox,
  PROOF_SETTINGS,
  type Report,
  type TestPlatform,
  verifyIsolation,
} from '@atrium/testing';
import { leakyContext } from './leaky/leaky.context';
import { UNGUARD } from './leaky/leaky.model';

/** What makes the objects that notes stand in, and lets support in. */
const MAKE = /^Mutation\.(create(Community|Building|LeakyNote)|grantSupport)$|^Query\.viewer$/;

let platform: TestPlatform;
let report: Report;
let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url, ...PROOF_SETTINGS }, [leakyContext]);
  await withClient(platform.database.adminUrl, (client) => client.query(UNGUARD));
  report = await verifyIsolation(platform, {
    mailbox,
    madeBy: (operation) => MAKE.test(operation),
    within: (name) => name.includes('.leaky_'),
    only: (field) => /leaky/i.test(field),
    // The context has no path of its own.
    probes: (name) => name !== 'routesKeepToTheirTenant',
  });
}, 120_000);
afterAll(async () => {
  await platform.close();
  await mailbox.close();
});

/** Kinds of failures of what was probed. */
const kindsOf = (what: string): string[] =>
  [...new Set(report.failures.filter((failure) => failure.what === what).map(({ kind }) => kind))].sort();

const detailsOf = (what: string): string =>
  report.failures
    .filter((failure) => failure.what === what)
    .map(({ detail }) => detail)
    .join('\n');

describe('the proof of isolation', () => {
  it('names every field, function, table and reference that leaks, and no other', () => {
    const leaking = report.failures.filter(({ isLeak }) => isLeak).map(({ what }) => what);
    expect([...new Set(leaking)].sort()).toEqual([
      'Mutation.clearLeakyNotes',
      'Mutation.renameLeakyNote input.id',
      'Query.leakyTitles',
      'Query.leakyTitlesOfTenant',
      'Query.myLeakyTitles',
      'Subscription.leakyNoteChanged',
      'app.leaky_clear() as atrium_app',
      'app.leaky_clear() as atrium_worker',
      'app.leaky_rename(uuid, text) as atrium_app',
      'app.leaky_rename(uuid, text) as atrium_worker',
      'app.leaky_titles() as atrium_app',
      'app.leaky_titles() as atrium_worker',
      'app.leaky_titles_of_tenant() as atrium_app',
      'app.leaky_titles_of_tenant() as atrium_worker',
      'atrium.leaky_entry',
      'atrium.leaky_entry as atrium_app',
      'atrium.leaky_entry astray',
      'the database',
    ]);
  });

  it('shows a query that reads across tenants', () => {
    expect(kindsOf('Query.leakyTitles')).toEqual(['limited to one community', 'other tenant reads']);
    expect(detailsOf('Query.leakyTitles')).toMatch(/zuqar\w*.*: as AUDITOR of B: query \{ leakyTitles {2}\}/);
  });

  it('shows a query that reads across communities of one tenant', () => {
    expect(kindsOf('Query.leakyTitlesOfTenant')).toEqual(['limited to one community']);
    expect(detailsOf('Query.leakyTitlesOfTenant')).toContain('as AUDITOR of A limited to one community');
  });

  it('shows a change that takes an id of another tenant, and what it changed', () => {
    const what = 'Mutation.renameLeakyNote input.id';
    expect(kindsOf(what)).toEqual(['other community of the same tenant', 'other tenant with an id of A']);
    expect(detailsOf(what)).toMatch(/changed atrium\.audit_log, atrium\.leaky_note of A: as ADMIN of B/);
    expect(detailsOf(what)).toMatch(/not refused: as ADMIN of B/);
  });

  it('shows a change without any id that reaches another tenant', () => {
    expect(kindsOf('Mutation.clearLeakyNotes')).toEqual(['other tenant changes its own']);
    expect(detailsOf('Mutation.clearLeakyNotes')).toContain('changed atrium.audit_log, atrium.leaky_note of A');
  });

  it('shows a subscription that tells of other tenants and communities', () => {
    expect(kindsOf('Subscription.leakyNoteChanged')).toEqual([
      'limited to one community',
      'other tenant reads',
      'subscription',
    ]);
  });

  it('shows a customer what is another’s', () => {
    expect(kindsOf('Query.myLeakyTitles')).toEqual(['customer among customers']);
    expect(detailsOf('Query.myLeakyTitles')).toContain('as neighbour');
  });

  it('shows a table that somebody opened, to other tenants and to customers', () => {
    const told = detailsOf('atrium.leaky_entry as atrium_app');
    for (const tenant of ['with B set', 'with no tenant set']) {
      for (const sql of ['SELECT sees', 'UPDATE reaches', 'DELETE reaches'])
        expect(told).toContain(`${tenant}, ${sql} `);
    }
    expect(told).toContain('with B set, INSERT of a row of A is not refused');
    expect(kindsOf('atrium.leaky_entry')).toEqual(['customer among customers']);
    expect(detailsOf('atrium.leaky_entry')).toMatch(/^neighbour reaches \d+ rows of others by SELECT/m);
  });

  it('shows a reference that leaves the tenant', () => {
    expect(detailsOf('atrium.leaky_entry astray')).toBe('a row of B was made to point to atrium.leaky_note of A');
  });

  it('shows what the catalog says of them', () => {
    expect(detailsOf('the database').split('\n').sort()).toEqual([
      expect.stringContaining('atrium.leaky_entry: foreign key astray does not include tenant_id'),
      expect.stringContaining('atrium.leaky_entry: policy open lets atrium_app past the tenant'),
      expect.stringContaining('atrium.leaky_note: unique index atrium.loose does not include tenant_id'),
    ]);
  });

  it('names a field that nobody can use', () => {
    expect(kindsOf('Query.leakyForNobody')).toEqual(['owner is served']);
    expect(detailsOf('Query.leakyForNobody')).toContain('FORBIDDEN');
  });

  it('names a field it finds no valid arguments for', () => {
    expect(kindsOf('Mutation.openLeakyDoor')).toEqual(['owner is served']);
    expect(detailsOf('Mutation.openLeakyDoor')).toContain('"code":"WRONG"');
  });

  it('ends with the sum', () => {
    expect(report.lines().at(-1)).toBe(`${report.probes} probes, ${report.leaks} leaks`);
    expect(report.leaks).toBeGreaterThan(0);
  });
});
