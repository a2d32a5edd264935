import { atDatabase, type Config, cipherOf, loadConfig, resealAll } from '@atrium/platform';
import { atServer } from './backup';

/** Columns in which nobody writes words that merely look sealed: those that say so, and what jobs carry. */
const OF_SECRETS = /^pgboss\.|\.\w*(sealed|secrets?)\w*$/;

/** Some values stayed as they were; the message says which. */
export class StillClosedError extends Error {}

export interface RotateKeySurroundings {
  readonly config: Config;
  readonly print: (line: string) => void;
}

/**
 * Seals everything anew with ENCRYPTION_KEY that another key has sealed, while the installation is in use.
 * @throws StillClosedError when none of the keys opens some of it: then the key that does is still needed
 */
export async function rotateKeyCommand(
  { config, print }: RotateKeySurroundings = { config: loadConfig(), print: console.log },
): Promise<void> {
  await atServer(config, async (adminUrl, databaseName) => {
    const url = databaseName === null ? adminUrl : atDatabase(adminUrl, databaseName);
    const columns = await resealAll(url, cipherOf(config));
    for (const { column, resealed, closed } of columns) {
      if (resealed > 0) print(`${column}: ${resealed} sealed anew`);
      if (closed > 0) print(`${column}: ${closed} look sealed, and none of the keys opens them`);
    }
    const closed = columns.filter((one) => one.closed > 0 && OF_SECRETS.test(one.column));
    if (closed.length > 0) {
      throw new StillClosedError(
        `None of the keys opens some of ${closed.map(({ column }) => column).join(', ')}: add the key that does to FURTHER_ENCRYPTION_KEYS and run this again.`,
      );
    }
    print(
      'Everything is sealed with ENCRYPTION_KEY. No other key is needed any more, once all processes have this one.',
    );
  });
}
