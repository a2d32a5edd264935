import { metricsRegistry } from '@atrium/sdk';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A port that was free a moment ago: the management server takes none by itself. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** The samples of a metrics page: `name{label="value"}` to figure. */
export function samples(page: string): Map<string, number> {
  const lines = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

/** The samples of this process, of a metric whose sample begins with `of`, summed up: for what came to be counted meanwhile. */
export async function counted(of: string): Promise<number> {
  const all = [...samples(await metricsRegistry().metrics())].filter(([name]) => name.startsWith(of));
  return all.reduce((sum, [, count]) => sum + count, 0);
}
