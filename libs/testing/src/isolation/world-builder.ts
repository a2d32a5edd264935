import { getNamedType, isObjectType, isRequiredArgument } from 'graphql';
import { idPositions } from './id-positions';
import type { Caller } from './tools';
import { audienceOf, type Outsiders, servedBy, worldFor } from './audience';
import { type Call, type Calls, describeCall, isOk } from './caller';
import { isPlan, type Solver, type SolveOptions } from './solver';
import type { Maker, Samples } from './samples';
import type { Operation, Surface } from './surface';
import type { Arguments } from './template';
import type { World } from './world';

/** Mutations that add something, whether or not the world has an object of its kind. */
const ADDS = /^(create|add|invite|start|record|register|log|set|grant|open|reveal)[A-Z]/;
/** Objects of one type taken from a list, where no mutation makes them. */
const FROM_LIST = 2;

/** One step of the recipe that every world is made by. */
type Step = CallStep | (Place & { readonly make: Maker });

/** Where an object stands that was made for one use: arguments name it by that. */
interface Place {
  readonly idType: string;
  readonly slot: number;
}

interface CallStep {
  readonly operation: Operation;
  readonly template: Arguments;
  /** Types taken from the answer; null for whatever it shows. */
  readonly types: readonly string[] | null;
  readonly place?: Place;
}

/** Makes a world through the public API alone, and keeps how it was done for the other worlds. */
export class WorldBuilder {
  private readonly recipe: Step[] = [];
  private readonly makers = new Map<string, CallStep>();
  /** Types that an object is being made of. */
  private readonly making = new Set<string>();
  private readonly reasons = new Map<string, string>();
  /** Types the world had when an operation was last tried in vain: it is tried again when there are more. */
  private readonly triedWith = new Map<string, number>();

  constructor(
    private readonly surface: Surface,
    /** What may be called to make or find something. */
    private readonly operations: readonly Operation[],
    private readonly solver: Solver,
    private readonly calls: Calls,
    /** The world that the recipe is found in. */
    readonly world: World,
    private readonly samples: Samples,
    private readonly outsiders: Outsiders,
    /** Are objects of this type one community's alone? */
    private readonly isScoped: (idType: string) => boolean,
  ) {}

  /** Why a type that is asked for cannot be made: the last refusal of each operation that should. */
  reasonFor(idType: string): string {
    const makers = this.operations.filter((one) => this.shows(one).includes(idType));
    const tried = makers.flatMap(({ name }) => this.reasons.get(name) ?? []);
    return tried.length > 0 ? tried.join('\n      ') : 'no operation shows one';
  }

  private callerFor(operation: Operation, world: World): Caller {
    return servedBy(operation, world, this.outsiders);
  }

  /**
   * Calls whatever makes something new until nothing does: first what can be given all it takes, so that objects hang
   * on each other wherever they can.
   */
  async build(): Promise<void> {
    do await this.takeFromLists();
    while (
      (await this.makeOne((one) => this.hasAllFor(one))) ||
      (await this.makeOneSpecial()) ||
      (await this.makeOne(() => true))
    );
  }

  private async makeOneSpecial(): Promise<boolean> {
    const missing = Object.entries(this.samples.makers).find(([idType]) => this.world.count(idType) === 0);
    if (missing) await this.makeSpecial(...missing);
    return missing !== undefined;
  }

  private async makeOne(isTried: (operation: Operation) => boolean): Promise<boolean> {
    for (const operation of this.operations) {
      if (isTried(operation) && (await this.make(operation))) return true;
    }
    return false;
  }

  private hasAllFor(operation: Operation): boolean {
    return idPositions(this.surface, operation).every(({ idType }) => this.world.count(idType) > 0);
  }

  /** Does in another world what made the first. Answers what went wrong. */
  async replay(world: World): Promise<string[]> {
    const failed: string[] = [];
    // Answers to one company show what its other community has, too.
    const isOthers: IsOthers = (idType, id) => this.isScoped(idType) && this.world.has(id);
    for (const step of this.recipe) {
      world.nextStep();
      try {
        if ('make' in step) {
          world.takeAt(step.idType, step.slot, await step.make(world, this.calls.tools));
          continue;
        }
        const { operation, place } = step;
        const known = place && world.count(place.idType);
        const call = await this.calls.call(this.callerFor(operation, world), { plan: step, world });
        if (isOk(call)) {
          take(world, step, call, isOthers);
          const id = place && world.ids(place.idType)[known!];
          if (id !== undefined) world.takeAt(place!.idType, place!.slot, id);
        } else failed.push(`${operation.name}: ${describeCall(call)}`);
      } catch (error) {
        failed.push(`${'make' in step ? step.idType : step.operation.name}: ${String(error)}`);
      }
    }
    return failed;
  }

  /** Sees to it that the first world has so many objects of a type. */
  provide = async (idType: string, count: number): Promise<boolean> => {
    while (this.world.count(idType) < count) if ((await this.makeFresh(idType)) === null) return false;
    return true;
  };

  /** Makes one more object of a type in the first world and answers its place; null where nothing makes one. */
  makeFresh = async (idType: string, make: Maker | null = null): Promise<number | null> => {
    const special = make ?? this.samples.makers[idType];
    if (special) return this.makeSpecial(idType, special);
    const maker = this.makers.get(idType);
    if (!maker || this.making.has(idType)) return null;
    const before = this.world.count(idType);
    this.world.nextStep();
    const call = await this.calls.call(this.callerFor(maker.operation, this.world), { plan: maker, world: this.world });
    const place = { idType, slot: before };
    if (isOk(call)) this.keep({ ...maker, place }, call);
    else {
      // What worked once may not work twice, e.g. where a customer has a unit already.
      this.making.add(idType);
      const solved = await this.solver.solve(maker.operation, this.solving(maker.operation, false));
      this.making.delete(idType);
      if (!isPlan(solved)) return null;
      this.keep({ ...maker, place, template: solved.template }, solved.call);
    }
    return this.world.count(idType) > before ? before : null;
  };

  private async makeSpecial(idType: string, make: Maker): Promise<number> {
    const { world } = this;
    world.nextStep();
    const id = await make(world, this.calls.tools);
    const slot = world.count(idType);
    world.take(idType, id);
    this.recipe.push({ idType, slot, make });
    return slot;
  }

  /** Arguments for solving in the first world. */
  solving(operation: Operation, rehearse: boolean): SolveOptions {
    const { provide, makeFresh } = this;
    const world = worldFor(operation, this.world);
    const caller = this.callerFor(operation, this.world);
    if (world === this.world) return { caller, world, provide, makeFresh, rehearse };
    // A customer has what it has.
    const has = (idType: string, count: number): boolean => world.count(idType) >= count;
    return {
      ...{ caller, world, rehearse },
      provide: (idType, count) => Promise.resolve(has(idType, count)),
      makeFresh: (idType) => Promise.resolve(has(idType, 1) ? 0 : null),
    };
  }

  private async make(operation: Operation): Promise<boolean> {
    if (
      operation.kind !== 'mutation' ||
      audienceOf(operation.access) === 'customers' ||
      this.recipe.some((step) => 'operation' in step && step.operation === operation)
    )
      return false;
    const missing = this.shows(operation).filter((idType) => this.world.count(idType) === 0);
    if (missing.length === 0 && !ADDS.test(operation.field.name)) return false;
    const { types } = this.world;
    if (this.triedWith.get(operation.name) === types) return false;
    this.triedWith.set(operation.name, types);
    this.world.nextStep();
    const solved = await this.solver.solve(operation, {
      ...this.solving(operation, false),
      freshFirst: !ADDS.test(operation.field.name),
    });
    if (!isPlan(solved)) {
      this.reasons.set(operation.name, solved.reason);
      return false;
    }
    const step: CallStep = { operation, template: solved.template, types: null };
    const before = new Map(this.shows(operation).map((idType) => [idType, this.world.count(idType)]));
    this.keep(step, solved.call);
    for (const [idType, count] of before) {
      if (this.world.count(idType) > count && !this.makers.has(idType)) this.makers.set(idType, step);
    }
    return true;
  }

  /** Types that no mutation has made so far, e.g. roles that a company is born with. */
  private async takeFromLists(): Promise<void> {
    for (const operation of this.operations) {
      if (operation.kind !== 'query' || !operation.isRoot || operation.field.args.some(isRequiredArgument)) continue;
      // What operators see is everybody's, and so nobody's own; what customers see is one customer's.
      if (audienceOf(operation.access) !== 'staff') continue;
      const missing = [...this.surface.viewTypes.values()].filter((idType) => this.world.count(idType) === 0);
      if (missing.length === 0) return;
      const shown = this.calls.documents.idTypesIn(this.calls.documents.of(operation, [], null));
      if (!missing.some((idType) => shown.has(idType))) continue;
      const step: CallStep = { operation, template: {}, types: missing };
      const call = await this.calls.call(this.callerFor(operation, this.world), { plan: step, world: this.world });
      if (!isOk(call)) continue;
      take(this.world, step, call);
      const found = missing.filter((idType) => this.world.count(idType) > 0);
      if (found.length > 0) this.recipe.push({ ...step, types: found });
    }
  }

  private keep(step: CallStep, call: Call): void {
    this.recipe.push(step);
    take(this.world, step, call);
  }

  /** Types of the objects that an operation's payload has fields for. */
  private shows({ field }: Operation): string[] {
    const type = getNamedType(field.type);
    if (!isObjectType(type)) return [];
    const types = [type, ...Object.values(type.getFields()).map((one) => getNamedType(one.type))];
    return types.flatMap(({ name }) => this.surface.viewTypes.get(name) ?? []);
  }
}

type IsOthers = (idType: string, id: string) => boolean;

function take(world: World, { types }: CallStep, { answer }: Call, isOthers: IsOthers = () => false): void {
  if (types === null) world.harvest(answer.data, isOthers);
  else world.harvestOwn(answer.data, types, FROM_LIST, isOthers);
}
