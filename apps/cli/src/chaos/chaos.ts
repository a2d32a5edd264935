import { SeededRandom } from '@atrium/core';
import { randomInt } from 'node:crypto';
import { ThrowAwayInstallation } from '../harness/throw-away-installation';
import { Doomed } from './doomed';
import { feesUnderFire } from './fees';
import type { Chaos } from './part';

export interface ChaosOptions {
  readonly only?: string;
  readonly rounds?: string;
  readonly seed?: string;
}

/** What was asked for makes no sense; the message says what would. */
export class ChaosUsageError extends Error {
  override readonly name = 'ChaosUsageError';
}

/** Each answers sentences about what is not as it should be. */
const PARTS: Readonly<Record<string, (chaos: Chaos) => Promise<string[]>>> = { fees: feesUnderFire };

/** Longer than any run. Seconds. */
const TOKEN_LIFE = '86400';

/**
 * Kills processes at random moments while they work, each part on an installation of its own, and looks whether everything
 * is there, once.
 * @returns whether it was
 */
export async function chaos(options: ChaosOptions, print: (line: string) => void = console.log): Promise<boolean> {
  const { parts, rounds, seed } = read(options);
  print(`Seed ${seed}: repeat it with --seed ${seed}`);
  let wrong = 0;
  for (const name of parts) {
    const installation = await ThrowAwayInstallation.create({
      ACCESS_TOKEN_TTL_SECONDS: TOKEN_LIFE,
      RATE_POINTS_PER_CALL: '1000000',
      // Nobody else is there to give way to.
      TENANT_SHARE_PERCENT: '100',
      LOG_LEVEL: 'fatal',
    });
    try {
      const doomed = await Doomed.start(installation);
      const tell = (line: string): void => print(`${name}: ${line}`);
      const problems = await PARTS[name]!({ installation, doomed, rounds, random: new SeededRandom(seed), tell });
      for (const problem of problems) tell(`WRONG ${problem}`);
      wrong += problems.length;
    } finally {
      await installation.remove();
    }
  }
  print(wrong === 0 ? 'Nothing was lost and nothing came twice.' : `${wrong} differences: see above.`);
  return wrong === 0;
}

function read({ only, rounds = '30', seed }: ChaosOptions): { parts: string[]; rounds: number; seed: number } {
  const known = Object.keys(PARTS);
  const parts = only === undefined ? known : known.filter((name) => name === only);
  if (parts.length === 0) throw new ChaosUsageError(`There is no part "${only}"; there are ${known.join(', ')}.`);
  const whole = (text: string, name: string): number => {
    if (!/^\d{1,9}$/.test(text)) throw new ChaosUsageError(`--${name} must be a whole number, was ${text}.`);
    return Number(text);
  };
  return {
    parts,
    rounds: whole(rounds, 'rounds'),
    seed: seed === undefined ? randomInt(1_000_000) : whole(seed, 'seed'),
  };
}
