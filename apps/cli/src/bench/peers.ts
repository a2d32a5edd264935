import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const FOLDER = join(__dirname, '../../../../test/performance');
/** Milliseconds an installation may take. */
const PATIENCE = 180_000;

/** The programs that works are measured beside, or why they are not there. */
export type Peers = { readonly folder: string } | { readonly missing: string };

/**
 * Other products' packages belong to the benchmark alone: installed beside their lock file when it first needs them,
 * from whatever registry npm is set up with.
 */
export async function installPeers(tell: (line: string) => void): Promise<Peers> {
  if (!existsSync(join(FOLDER, 'package-lock.json'))) return { missing: 'this is no checkout of the repository' };
  if (existsSync(join(FOLDER, 'node_modules/postgraphile/package.json'))) return { folder: FOLDER };
  tell('the products to compare with are installed');
  try {
    await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: FOLDER,
      timeout: PATIENCE,
    });
    return { folder: FOLDER };
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    return { missing: (stderr ?? message).trim().split('\n')[0] ?? 'npm ci failed' };
  }
}
