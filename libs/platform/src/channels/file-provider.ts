import { mkdir, rename, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import {
  type ChannelProvider,
  type ChannelReceipt,
  type ExternalChannel,
  Log,
  type OutgoingMessage,
} from '@atrium/sdk';

/** For trying things out: each message becomes a file of the data folder, and a log line says so. */
export class FileProvider implements ChannelProvider {
  readonly name = 'file';
  readonly isIdempotent = true;
  private readonly log = new Log('Channels');

  constructor(
    readonly channel: ExternalChannel,
    private readonly folder: string,
  ) {}

  async send(message: OutgoingMessage): Promise<ChannelReceipt> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.folder, `${message.id}.json`);
    await writeFile(`${file}.part`, `${JSON.stringify(message, null, 2)}\n`, { mode: 0o600 });
    await rename(`${file}.part`, file);
    this.log.info('A message is in the data folder', { kind: `${this.channel} ${message.type}` });
    return { reference: message.id };
  }
}

/** The same for channels that reach accounts or devices: there are none, so the person's id stands for both. */
export class FileAccountProvider extends FileProvider implements ChannelProvider {
  addressesOf(_kind: 'CUSTOMER' | 'STAFF', ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return Promise.resolve(new Map(ids.map((id) => [id, id])));
  }
}
