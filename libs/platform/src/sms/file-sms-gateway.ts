import { mkdir, rename, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { type SmsGateway, type SmsMessage, Log } from '@atrium/sdk';

/** For trying things out: each message becomes a file of the data folder, and a log line says so. */
export class FileSmsGateway implements SmsGateway {
  readonly name = 'file';
  readonly isIdempotent = true;
  private readonly log = new Log('Sms');

  constructor(private readonly folder: string) {}

  async send(message: SmsMessage, id: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.folder, `${id}.json`);
    await writeFile(`${file}.part`, `${JSON.stringify(message, null, 2)}\n`, { mode: 0o600 });
    await rename(`${file}.part`, file);
    this.log.info('A short message is in the data folder', { kind: message.template });
  }
}
