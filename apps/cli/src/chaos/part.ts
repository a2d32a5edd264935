import type { SeededRandom } from '@atrium/core';
import type { ThrowAwayInstallation } from '../harness/throw-away-installation';
import type { Doomed } from './doomed';

/** What a part is tried on. */
export interface Chaos {
  readonly installation: ThrowAwayInstallation;
  /** API and worker, which are killed and started again. */
  readonly doomed: Doomed;
  readonly rounds: number;
  readonly random: SeededRandom;
  readonly tell: (line: string) => void;
}
