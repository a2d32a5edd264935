import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { SMTPServer } from 'smtp-server';
import { FileTransport, RefusedMailError, SmtpTransport } from './mail-transport';

const mail = (to: string): object => ({
  from: { name: '和园物业', address: 'mail@atrium.example' },
  to: { name: '', address: to },
  subject: '您好',
  text: 'text',
});

it('SmtpTransport gives up a server that takes the connection and then says nothing more, to be tried again', async () => {
  const open: Socket[] = [];
  const silent = createServer((socket) => {
    open.push(socket.on('error', () => undefined));
    socket.write('220 silent.example ESMTP\r\n');
  });
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const transport = new SmtpTransport(`smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`, 100);
  const error: unknown = await transport.send('id-1', mail('a@x.example')).catch((failed: unknown) => failed);
  expect(error).toMatchObject({ code: 'ETIMEDOUT' });
  expect(error).not.toBeInstanceOf(RefusedMailError);
  transport.close();
  for (const socket of open) socket.destroy();
  silent.close();
});

describe('SmtpTransport', () => {
  const taken: string[] = [];
  const statuses: Record<string, number> = { 'full@x.example': 452, 'gone@x.example': 550 };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = statuses[address];
      done(responseCode ? Object.assign(new Error('no'), { responseCode }) : null);
    },
    onData: (stream, session, done) => {
      stream.resume().on('end', () => {
        taken.push(...session.envelope.rcptTo.map(({ address }) => address));
        done();
      });
    },
  });
  let transport: SmtpTransport;

  beforeAll(async () => {
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    transport = new SmtpTransport(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    transport.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  it('delivers', async () => {
    await Promise.all(['a@x.example', 'b@x.example'].map((to, index) => transport.send(String(index), mail(to))));
    expect(taken.sort()).toEqual(['a@x.example', 'b@x.example']);
  });

  it('tells a refusal for good from one for now', async () => {
    await expect(transport.send('1', mail('gone@x.example'))).rejects.toThrow(RefusedMailError);
    const later = transport.send('2', mail('full@x.example'));
    await expect(later).rejects.toThrow('452');
    await expect(later).rejects.not.toThrow(RefusedMailError);
  });

  it('fails when there is no server', async () => {
    const nowhere = new SmtpTransport('smtp://127.0.0.1:1');
    await expect(nowhere.send('1', mail('a@x.example'))).rejects.toThrow('ECONNREFUSED');
    nowhere.close();
  });
});

describe('FileTransport', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'atrium-mail-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('writes a mail a mail program can open, for its owner alone', async () => {
    const folder = path.join(dataDir, 'mails');
    await new FileTransport(folder).send('id-1', mail('a@x.example'));
    expect(readdirSync(folder)).toEqual(['id-1.eml']);
    const file = path.join(folder, 'id-1.eml');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('To: a@x.example');
    expect(text).toMatch(/^From: =\?UTF-8\?/m);
  });

  it('never reads files or addresses into a mail', async () => {
    const stealing = { ...mail('a@x.example'), attachments: [{ path: '/etc/passwd' }] };
    await expect(new FileTransport(dataDir).send('id-1', stealing)).rejects.toThrow('File access rejected');
    expect(readdirSync(dataDir)).toEqual([]);
  });
});
