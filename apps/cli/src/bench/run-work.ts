import { type Better, brokenBudgets, type Budget, median, paceOf, ratioTo, round, type Speeds } from './figures';
import type { PreparedWork, Sample, Work } from './work';

/** What the benchmark says of one work. */
export interface WorkResult {
  /** Null where it could not be measured. */
  readonly value: number | null;
  readonly unit: string;
  readonly better: Better;
  /** The same rows by the barest road. */
  readonly limit: number | null;
  /** The same by another product, where there is one to compare with. */
  readonly peer: number | null;
  /** Share of the limit's speed that is reached. */
  readonly ratioToLimit: number | null;
  readonly ratioToPeer: number | null;
  readonly rounds: number;
  readonly budget: Budget & { readonly pace: number };
  readonly peakMemoryMb: number | null;
  readonly notes: Readonly<Record<string, number>>;
  readonly ok: boolean;
  /** Sentences; empty when `ok`. */
  readonly broken: readonly string[];
}

const MIB = 1024 * 1024;

/** Rounds of a work, each with the machine's speeds measured just before it; medians count. */
export async function runRounds(
  prepared: PreparedWork,
  rounds: number,
  calibrate: () => Promise<Speeds>,
): Promise<{ samples: Sample[]; speeds: Speeds[]; peakMemory: number | null }> {
  const samples: Sample[] = [];
  const speeds: Speeds[] = [];
  for (let turn = 0; turn < rounds; turn++) {
    speeds.push(await calibrate());
    samples.push(await prepared.round());
  }
  return { samples, speeds, peakMemory: await prepared.peakMemory() };
}

/** The verdict on what was measured. */
export function judge(
  { unit, better, budget, mix }: Pick<Work, 'unit' | 'better' | 'budget' | 'mix'>,
  { samples, speeds, peakMemory }: Awaited<ReturnType<typeof runRounds>>,
  reference: Speeds,
): WorkResult {
  const value = median(samples.map((sample) => sample.value));
  const limits = samples.flatMap(({ limit }) => limit ?? []);
  const limit = limits.length > 0 ? median(limits) : null;
  // Of each round's own two figures, because the machine changes between rounds.
  const ratios = samples.flatMap((sample) => ratioTo(sample.value, sample.limit, better) ?? []);
  const ratioToLimit = ratios.length > 0 ? median(ratios) : null;
  const peakMemoryMb = peakMemory === null ? null : peakMemory / MIB;
  const peers = samples.flatMap(({ peer }) => peer ?? []);
  const peer = peers.length > 0 ? median(peers) : null;
  const peerRatios = samples.flatMap((sample) => ratioTo(sample.value, sample.peer ?? null, better) ?? []);
  const ratioToPeer = peerRatios.length > 0 ? median(peerRatios) : null;
  const pace = median(speeds.map((now) => paceOf(now, reference, mix)));
  const broken = brokenBudgets({ value, ratioToLimit, ratioToPeer, peakMemoryMb }, budget, better, pace);
  return {
    value: round(value),
    unit,
    better,
    limit: limit === null ? null : round(limit),
    peer: peer === null ? null : round(peer),
    ratioToLimit: ratioToLimit === null ? null : round(ratioToLimit),
    ratioToPeer: ratioToPeer === null ? null : round(ratioToPeer),
    rounds: samples.length,
    budget: { ...budget, pace: round(pace) },
    peakMemoryMb: peakMemoryMb === null ? null : round(peakMemoryMb),
    notes: medianNotes(samples),
    ok: broken.length === 0,
    broken,
  };
}

/** The verdict on a work that broke down: the others are measured all the same. */
export const brokenDown = (
  { unit, better, budget }: Pick<Work, 'unit' | 'better' | 'budget'>,
  error: unknown,
): WorkResult => ({
  value: null,
  unit,
  better,
  limit: null,
  peer: null,
  ratioToLimit: null,
  ratioToPeer: null,
  rounds: 0,
  budget: { ...budget, pace: 1 },
  peakMemoryMb: null,
  notes: {},
  ok: false,
  broken: [`it could not be measured: ${error instanceof Error ? error.message : String(error)}`],
});

function medianNotes(samples: readonly Sample[]): Record<string, number> {
  const names = new Set(samples.flatMap(({ notes = {} }) => Object.keys(notes)));
  return Object.fromEntries(
    [...names].map((name) => [name, round(median(samples.flatMap(({ notes }) => notes?.[name] ?? [])))]),
  );
}
