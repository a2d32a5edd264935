import type { GraphqlFailure } from '../test-client';
import type { Caller } from './tools';
import { type Call, type Calls, describeCall, isOk } from './caller';
import { Draft, type Needs } from './draft';
import type { Maker, Samples } from './samples';
import type { Operation, Surface } from './surface';
import type { Arguments } from './template';
import type { World } from './world';

/** Most calls spent on finding arguments that one operation accepts. */
const MAX_CALLS = 60;

/** Arguments that an operation accepts in any world, and the call that proved it. */
export interface Plan {
  readonly operation: Operation;
  readonly template: Arguments;
  /** Type of the id given where any type is taken. */
  readonly idType: string | null;
  readonly call: Call;
}

export interface Unsolved {
  readonly operation: Operation;
  /** Why nothing was accepted, with the last call. */
  readonly reason: string;
}

export const isPlan = (solved: Plan | Unsolved): solved is Plan => 'template' in solved;

export interface SolveOptions {
  readonly caller: Caller;
  readonly world: World;
  /** Paths that must be given. */
  readonly must?: readonly string[];
  /** Type of the id given where any type is taken. */
  readonly idType?: string | null;
  /** Sees to it that the world has `count` objects of a type; false where it cannot. */
  readonly provide: (idType: string, count: number) => Promise<boolean>;
  /** Makes one more object of a type and answers its place; null where it cannot. */
  readonly makeFresh: (idType: string, make: Maker | null) => Promise<number | null>;
  /** Objects that nothing else needs come first. */
  readonly freshFirst?: boolean;
  /** Only to see what would be answered. */
  readonly rehearse: boolean;
}

/** What is given: all that is optional, only what is required, and that with objects made for this use alone. */
const WAYS = {
  query: [{ full: false, fresh: false }],
  mutation: [
    { full: true, fresh: false },
    { full: false, fresh: false },
    { full: false, fresh: true },
  ],
  subscription: [{ full: false, fresh: false }],
} as const;

/** What uses objects up is first tried with some that nothing else needs. */
const FRESH_FIRST = [{ full: true, fresh: true }, { full: false, fresh: true }, ...WAYS.mutation] as const;

/** Finds arguments an operation accepts: everything optional at first, less whatever is refused. */
export class Solver {
  constructor(
    private readonly surface: Surface,
    private readonly samples: Samples,
    private readonly calls: Calls,
  ) {}

  async solve(operation: Operation, options: SolveOptions): Promise<Plan | Unsolved> {
    let reason = 'nothing was tried';
    let left = MAX_CALLS;
    for (const way of options.freshFirst ? FRESH_FIRST : WAYS[operation.kind]) {
      const draft = new Draft(this.surface, operation, this.samples, {
        must: options.must ?? [],
        ...way,
        count: (idType) => options.world.count(idType),
      });
      const freshSlots = new Map<string, number>();
      while (left-- > 0) {
        const template = await this.buildable(draft, freshSlots, options);
        if (typeof template === 'string') {
          reason = template;
          break;
        }
        const call = await this.attempt(operation, template, options);
        if (isOk(call)) return { operation, template, idType: options.idType ?? null, call };
        if (!draft.isVaried) reason = describeCall(call);
        if (!this.mend(draft, call, options.world)) break;
      }
    }
    return { operation, reason };
  }

  private attempt(operation: Operation, template: Arguments, options: SolveOptions): Promise<Call> {
    const { caller, world, idType, must = [] } = options;
    // A place for any id takes one of the type under test.
    const swaps = idType ? new Map(must.map((path) => [path, world.id(idType)])) : undefined;
    return this.calls.call(caller, { plan: { operation, template, idType }, world, swaps, rehearse: options.rehearse });
  }

  /** The draft's arguments once the world has what they need; a sentence where it cannot. */
  private async buildable(
    draft: Draft,
    freshSlots: Map<string, number>,
    options: SolveOptions,
  ): Promise<Arguments | string> {
    draft.build(freshSlots);
    const needs: Needs = draft.needs;
    for (const [idType, count] of needs.counts) {
      if (options.world.count(idType) >= count) continue;
      if (!(await options.provide(idType, count))) {
        return `the world has ${options.world.count(idType)} objects of type ${idType}, ${count} are needed, and no operation makes one`;
      }
    }
    for (const [path, { idType, make }] of needs.fresh) {
      if (freshSlots.has(path)) continue;
      const slot = await options.makeFresh(idType, make);
      if (slot === null) return `no operation makes a fresh ${idType}`;
      freshSlots.set(path, slot);
    }
    return draft.build(freshSlots);
  }

  private mend(draft: Draft, { answer, variables }: Call, world: World): boolean {
    const errors = answer.errors ?? [];
    if (learnVersion(errors, variables, world)) return true;
    const paths = errors.flatMap(({ extensions }) => extensions.fields?.map(({ path }) => path) ?? []);
    const mended = paths.map((path) => draft.blame(path));
    return mended.includes(true) || draft.vary();
  }
}

/** A refusal for a stale version tells the current one: taken once. */
function learnVersion(errors: readonly GraphqlFailure[], variables: object, world: World): boolean {
  const current = errors.map(({ extensions }) => extensions['currentVersion']).find((one) => typeof one === 'number');
  const id = (variables as { input?: { id?: unknown } }).input?.id;
  if (typeof current !== 'number' || typeof id !== 'string' || world.versions.get(id) === current) return false;
  world.versions.set(id, current);
  return true;
}
