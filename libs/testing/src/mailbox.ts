import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

/** A mail that was delivered, read as a mail program would. */
export interface ReceivedMail {
  readonly to: readonly string[];
  readonly email: Email;
}

/** A real SMTP server in the process of a test, which keeps what it is given. */
export class Mailbox {
  readonly mails: ReceivedMail[] = [];
  /** What the server answers to a recipient: an SMTP status of 400 or more, or null to take the mail. */
  refuse: (recipient: string) => number | null = () => null;
  /** Awaited once a mail is there, before the server says that it has taken it. */
  hold: (recipient: string) => Promise<void> = () => Promise.resolve();

  private constructor(private readonly server: SMTPServer) {}

  static async open(): Promise<Mailbox> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onRcptTo: (address, _session, done) => {
        const status = mailbox.refuse(address.address);
        if (status === null) return done();
        return done(Object.assign(new Error('not taken by this test'), { responseCode: status }));
      },
      onData: (stream, session, done) => {
        void read(stream).then(async (raw) => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          mailbox.mails.push({ to, email: await PostalMime.parse(raw) });
          await mailbox.hold(to[0] ?? '');
          done();
        }, done);
      },
    });
    const mailbox = new Mailbox(server);
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return mailbox;
  }

  /** For `SMTP_URL`. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** The newest mail to somebody, which must be there. */
  last(recipient: string): Email {
    const found = this.mails.findLast(({ to }) => to.includes(recipient));
    if (!found)
      throw new Error(`No mail to ${recipient}; there are mails to ${this.mails.flatMap(({ to }) => to).join(', ')}`);
    return found.email;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

async function read(stream: SMTPServerDataStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}
