import { mkdir, rename, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';

/** Takes a mail to where it goes. */
export interface MailTransport {
  /** Resolves when it was accepted; rejects with {@link RefusedMailError} when it never will be. */
  send(id: string, mail: SendMailOptions): Promise<void>;
  close(): void;
}

/** The server has refused this mail for good: trying again would not help. */
export class RefusedMailError extends Error {
  /**
   * @param reply may name the recipient
   * @param addressIsDead it was the recipient that the server knows not, or no longer
   */
  constructor(
    readonly reply: string,
    readonly addressIsDead: boolean,
    cause: unknown,
  ) {
    super(`The mail server refused the mail: ${reply}`, { cause });
    this.name = 'RefusedMailError';
  }
}

const CONNECT_MS = 10_000;
const REPLY_MS = 20_000;

/** Delivery to an SMTP server over a few connections that are kept. */
export class SmtpTransport implements MailTransport {
  private readonly transporter;

  /** @param replyMs how long the server may take for each of its answers */
  constructor(url: string, replyMs = REPLY_MS) {
    this.transporter = createTransport({
      url,
      pool: true,
      maxConnections: 4,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: replyMs,
      // Mails are texts made here: nothing in them may make this process read a file or fetch an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(_id: string, mail: SendMailOptions): Promise<void> {
    try {
      await this.transporter.sendMail(mail);
    } catch (error) {
      const { responseCode, response = '', command } = error as SmtpError;
      if (responseCode !== undefined && responseCode >= 500) {
        throw new RefusedMailError(response, isDeadAddress(command, responseCode, response), error);
      }
      throw error;
    }
  }

  close(): void {
    this.transporter.close();
  }
}

interface SmtpError {
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
}

/** Enhanced status codes (RFC 3463) of recipients that do not exist; without one, what RFC 5321 says of RCPT. */
function isDeadAddress(command: string | undefined, code: number, response: string): boolean {
  if (command !== 'RCPT TO') return false;
  const enhanced = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0];
  return enhanced === undefined ? [550, 551, 553].includes(code) : /^5\.1\.|^5\.2\.1$/.test(enhanced);
}

/** Without a server: each mail becomes an `.eml` file, which mail programs open. */
export class FileTransport implements MailTransport {
  private readonly transporter = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'unix',
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  constructor(private readonly folder: string) {}

  async send(id: string, mail: SendMailOptions): Promise<void> {
    const { message } = (await this.transporter.sendMail(mail)) as { message: Buffer };
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.folder, `${id}.eml`);
    await writeFile(`${file}.part`, message, { mode: 0o600 });
    await rename(`${file}.part`, file);
  }

  close(): void {
    this.transporter.close();
  }
}
