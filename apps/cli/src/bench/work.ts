import type { ApiClient } from '../client/api-client';
import type { Program } from '../harness/program';
import type { ThrowAwayInstallation } from '../harness/throw-away-installation';
import type { Better, Budget, Mix } from './figures';

/** What works run on. */
export interface Bench {
  readonly installation: ThrowAwayInstallation;
  readonly api: Program;
  /** Nobody: signs companies up. */
  readonly anonymous: ApiClient;
  /** Tells what is going on, in the human report. */
  readonly tell: (line: string) => void;
}

/** What one round has measured. */
export interface Sample {
  readonly value: number;
  /** The same rows by the barest road, measured in the same round. */
  readonly limit: number | null;
  /** The same by another product, in the same round; null where it could not be had. */
  readonly peer?: number | null;
  /** Other figures of the round worth knowing, by name with unit, e.g. `p95Ms`. */
  readonly notes?: Readonly<Record<string, number>>;
}

/** A work whose data are there. */
export interface PreparedWork {
  round(): Promise<Sample>;
  /** Most memory that the measured process has held. Bytes; null where none is promised. */
  peakMemory(): Promise<number | null>;
  end(): Promise<void>;
}

/** One thing that is measured, each in a file of `works/`. */
export interface Work {
  readonly name: string;
  /** What is done, and what its limit does. */
  readonly description: string;
  /** Of value, limit and peer. */
  readonly unit: string;
  readonly better: Better;
  readonly budget: Budget;
  readonly mix: Mix;
  prepare(bench: Bench): Promise<PreparedWork>;
}
