import { Links } from '@atrium/sdk';
import type { Config } from '../config';

/** Links to the public address of the configuration, or else to where the API listens. */
export class ConfiguredLinks extends Links {
  private readonly base: string;

  constructor({ publicUrl, host, port }: Pick<Config['http'], 'publicUrl' | 'host' | 'port'>) {
    super();
    const reachable = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    this.base = (publicUrl ?? `http://${reachable}:${port}`).replace(/\/+$/, '');
  }

  /** @param path begins with a slash */
  url(path: string): string {
    return this.base + path;
  }
}
