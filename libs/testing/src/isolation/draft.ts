import {
  getNamedType,
  getNullableType,
  GraphQLID,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { FRESH, type Maker, OMITTED, type Sample, type Samples } from './samples';
import type { Operation, Surface } from './surface';
import type { Arguments, Template } from './template';
import { TEXT_SHAPES } from './world';

const INSTANT = '2026-03-11T08:30:00.000Z';

/** Values for scalars other than text, tried in turn. */
const SCALARS: Readonly<Record<string, readonly unknown[]>> = {
  Int: [1, 2, 10, 0],
  Float: [1.5, 22.5, 0],
  Boolean: [true, false],
  Decimal: ['10.00', '1', '0.5'],
  LocalDate: ['2026-03-11', '2026-12-31', '2020-01-01'],
  DateTime: [INSTANT, '2027-03-11T08:30:00.000Z'],
  Duration: ['PT1H', 'P1D'],
  JSON: [{}],
};

export interface DraftOptions {
  /** Paths that must be given, e.g. the place of an id under test. */
  readonly must: readonly string[];
  /** Give optional fields, too, as long as they are accepted. */
  readonly full: boolean;
  /** Give objects that were made for this use alone, because the operation uses them up. */
  readonly fresh: boolean;
  /** Objects the world has of a type. */
  readonly count: (idType: string) => number;
}

/** What a draft asks the world for before it can be filled. */
export interface Needs {
  /** Objects needed of each type. */
  readonly counts: ReadonlyMap<string, number>;
  /** Paths of ids that take an object made for this use alone. */
  readonly fresh: ReadonlyMap<string, FreshObject>;
}

export interface FreshObject {
  readonly idType: string;
  /** Null: like any other of its type. */
  readonly make: Maker | null;
}

interface Leaf {
  /** Another value of it could make sense where nothing says what is wrong. */
  readonly isChoice: boolean;
  readonly optional: boolean;
  readonly variants: number;
}

/** Arguments for one operation, mended by what the API says is wrong with them until it accepts them. */
export class Draft {
  private readonly omitted = new Set<string>();
  private readonly variants = new Map<string, number>();
  private readonly varied = new Set<string>();
  private leaves = new Map<string, Leaf>();
  private counts = new Map<string, number>();
  private fresh = new Map<string, FreshObject>();

  constructor(
    private readonly surface: Surface,
    private readonly operation: Operation,
    private readonly samples: Samples,
    private readonly options: DraftOptions,
  ) {}

  /** Was a value changed that no problem named? */
  get isVaried(): boolean {
    return this.varied.size > 0;
  }

  get needs(): Needs {
    return { counts: this.counts, fresh: this.fresh };
  }

  /** The arguments as they stand; `freshSlots` are the places of the objects made for single use, by path. */
  build(freshSlots: ReadonlyMap<string, number> = new Map()): Arguments {
    this.leaves = new Map();
    this.counts = new Map();
    this.fresh = new Map();
    const made: Record<string, Template> = {};
    for (const argument of this.operation.field.args) {
      const { name, type } = argument;
      const required = isRequiredArgument(argument);
      const idType = getNamedType(type) === GraphQLID ? this.operation.idTypeOf(name) : undefined;
      const key = `${this.operation.name}.${name}`;
      const wanted = required || this.isForced(name) || this.hasSample(key);
      const built = wanted ? this.part(name, key, type, required, idType, [], freshSlots) : undefined;
      if (built) made[name] = built;
    }
    return made;
  }

  /** Mends what a problem names; false when nothing is left to try there. */
  blame(path: string): boolean {
    const steps = path.split('.');
    for (let length = steps.length; length > 0; length--) {
      const at = steps.slice(0, length).join('.');
      const leaf = this.leaves.get(at);
      // Where nothing else is left to try, the optional object around it is left out.
      if (leaf && this.mend(at, leaf)) return true;
    }
    return false;
  }

  /** Another value of one leaf, where no problem names one; false when each was tried. */
  vary(): boolean {
    for (const [path, { isChoice, variants }] of this.leaves) {
      if (!isChoice) continue;
      for (let variant = 0; variant < variants; variant++) {
        const key = `${path}#${variant}`;
        if (this.varied.has(key) || (this.variants.get(path) ?? 0) === variant) continue;
        this.varied.add(key);
        this.variants.set(path, variant);
        return true;
      }
    }
    return false;
  }

  private mend(path: string, { optional, variants }: Leaf): boolean {
    if (optional && !this.isForced(path)) {
      this.omitted.add(path);
      return true;
    }
    const variant = (this.variants.get(path) ?? 0) + 1;
    if (variant >= variants) return false;
    this.variants.set(path, variant);
    return true;
  }

  private isForced(path: string): boolean {
    return this.options.must.some((one) => one === path || one.startsWith(`${path}.`));
  }

  private hasSample(key: string): boolean {
    return this.samples.values[key]?.some((one) => one !== OMITTED) ?? false;
  }

  /** One argument or input field; undefined where it is left out. */
  private part(
    path: string,
    key: string,
    type: GraphQLInputType,
    required: boolean,
    idType: string | undefined,
    trail: readonly GraphQLInputObjectType[],
    freshSlots: ReadonlyMap<string, number>,
  ): Template | undefined {
    if (this.omitted.has(path)) return undefined;
    const leaf = (variants: number, isChoice = true): number => {
      this.leaves.set(path, { optional: !required, variants, isChoice });
      return Math.min(this.variants.get(path) ?? 0, variants - 1);
    };
    const samples = this.samples.values[`${this.operation.name}.${path}`] ?? this.samples.values[key];
    // What must be given within it is put together, sample or not; and what must be given is, left out elsewhere or not.
    const isLeftOut = this.isForced(path) && samples?.every((one) => one === OMITTED);
    if (samples && !isLeftOut && !this.options.must.some((one) => one.startsWith(`${path}.`)))
      return this.sampled(path, samples[leaf(samples.length)]!, idType, freshSlots, type);

    const named = getNamedType(type);
    const list = isListType(getNullableType(type));
    const wrap = (one: Template): Template => (list ? { is: 'list', items: [one] } : one);
    if (named === GraphQLID && this.options.fresh && idType !== '*') {
      return this.sampled(path, FRESH, idType, freshSlots, type);
    }
    if (named === GraphQLID) {
      const slot = this.slotOf(idType!, required || this.isForced(path), leaf);
      return slot === null ? undefined : wrap({ is: 'id', idType: idType === '*' ? this.anyNode() : idType!, slot });
    }
    if (isInputObjectType(named)) {
      // A filter is given for the ids in it alone: any other condition may leave nothing.
      const isSpare = trail.includes(named) || (!required && named.name.endsWith('Filter'));
      if (isSpare && !this.isForced(path)) return undefined;
      const at = list ? `${path}.0` : path;
      if (!required) this.leaves.set(path, { optional: true, variants: 1, isChoice: false });
      return wrap(this.object(at, named, [...trail, named], freshSlots));
    }
    if (named.name === 'Int' && path.endsWith('.version')) return { is: 'version' };
    if (named.name === 'String') return wrap({ is: 'text', shape: TEXT_SHAPES[leaf(TEXT_SHAPES.length, false)]! });
    const values = isEnumType(named) ? named.getValues().map(({ name }) => name) : SCALARS[named.name];
    if (!values) throw new Error(`${key}: no values are known for the scalar ${named.name}`);
    return wrap({ is: 'value', value: values[leaf(values.length)] });
  }

  private object(
    path: string,
    type: GraphQLInputObjectType,
    trail: readonly GraphQLInputObjectType[],
    freshSlots: ReadonlyMap<string, number>,
  ): Template {
    const fields: Record<string, Template> = {};
    for (const field of this.fieldsOf(path, type)) {
      const at = `${path}.${field.name}`;
      const key = `${type.name}.${field.name}`;
      const required = isRequiredInputField(field) || type.isOneOf;
      const isGiven = this.options.full && !type.name.endsWith('Filter');
      if (!required && !isGiven && !this.isForced(at) && !this.hasSample(key)) continue;
      const idType = getNamedType(field.type) === GraphQLID ? this.surface.idTypeOfInput(type, field.name) : undefined;
      const built = this.part(at, key, field.type, required, idType, trail, freshSlots);
      if (built) fields[field.name] = built;
    }
    return { is: 'object', fields };
  }

  /** All of a type's fields, but of one that takes exactly one: the one that must be given, or else that has a sample. */
  private fieldsOf(path: string, type: GraphQLInputObjectType): GraphQLInputField[] {
    const all = Object.values(type.getFields());
    if (!type.isOneOf) return all;
    const forced = all.find(({ name }) => this.isForced(`${path}.${name}`));
    return [forced ?? all.find(({ name }) => this.hasSample(`${type.name}.${name}`)) ?? all[0]!];
  }

  private sampled(
    path: string,
    sample: Sample,
    idType: string | undefined,
    freshSlots: ReadonlyMap<string, number>,
    type: GraphQLInputType,
  ): Template | undefined {
    if (sample === OMITTED) return undefined;
    if (sample !== FRESH && 'is' in sample) {
      if (sample.is === 'id') this.need(sample.idType, sample.slot + 1);
      return sample;
    }
    if (idType === undefined) throw new Error(`${path} takes no id, so no fresh object can stand there`);
    this.fresh.set(path, { idType, make: sample === FRESH ? null : sample.freshly });
    const one: Template = { is: 'id', idType, slot: freshSlots.get(path) ?? 0 };
    return isListType(getNullableType(type)) ? { is: 'list', items: [one] } : one;
  }

  /** The first object of a type, the second where the type is asked for again, and so on. Null: left out. */
  private slotOf(idType: string, needed: boolean, leaf: (variants: number) => number): number | null {
    const type = idType === '*' ? this.anyNode() : idType;
    const existing = this.options.count(type);
    const place = this.counts.get(type) ?? 0;
    if (existing === 0 && !needed) return null;
    const tried = leaf(Math.max(existing, 1));
    if (existing <= place && !needed) return existing - 1;
    this.need(type, place + 1);
    return (place + tried) % Math.max(existing, place + 1);
  }

  private need(idType: string, count: number): void {
    this.counts.set(idType, Math.max(this.counts.get(idType) ?? 0, count));
  }

  private anyNode(): string {
    const types = [...this.surface.nodes.keys()];
    return types.find((idType) => this.options.count(idType) > 0) ?? types[0]!;
  }
}
