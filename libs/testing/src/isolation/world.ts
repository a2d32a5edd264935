import { decodeId } from '@atrium/sdk';
import type { TestTenant } from '../test-tenant';
import type { Caller } from './tools';

/** What a text must look like for the field to take it; tried in this order. */
export const TEXT_SHAPES = ['words', 'code', 'email', 'digits', 'short', 'url', 'day', 'time'] as const;
export type TextShape = (typeof TEXT_SHAPES)[number];

/** Ids of this form stand in answers: a type, an underscore, 26 characters. */
export const TYPED_ID = /\b[a-z][a-z_]*_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g;
const IS_TYPED_ID = new RegExp(`^${TYPED_ID.source}$`);

export interface WorldOptions {
  /** Short and unlike any word, with a letter that no id is written with (i, l, o, u): every text of this world carries it. */
  readonly token: string;
  readonly tenant: TestTenant;
  /** Who made it, and may do everything in it. */
  readonly owner: Caller;
}

/** Objects of every type that one tenant (or one community of it) owns, and the texts it wrote. */
export class World {
  /** Versions of objects, as last seen. */
  readonly versions = new Map<string, number>();
  /** A customer of this world's company, as a world of its own. */
  home: World | null = null;
  private readonly objects = new Map<string, string[]>();
  /** Typed id → mark of the texts that were written when it was made. */
  private readonly marks = new Map<string, string>();
  private step = 0;
  private serial = 0;

  constructor(readonly options: WorldOptions) {
    // Else it stands in an id by chance, once in some runs, and looks like a leak.
    if (!/[ilou]/.test(options.token)) throw new Error(`An id can contain the token ${options.token}`);
  }

  get token(): string {
    return this.options.token;
  }

  get owner(): Caller {
    return this.options.owner;
  }

  get tenant(): WorldOptions['tenant'] {
    return this.options.tenant;
  }

  /** Texts written from now on bear another mark. */
  nextStep(): void {
    this.step += 1;
  }

  /** What every text of the running step contains, and nothing of it the mark of another: its number has no letter. */
  get mark(): string {
    return `${this.token}${this.step}q`;
  }

  /** A text that has not been used, with the world's mark wherever the shape has room for it. */
  text(shape: TextShape): string {
    const n = ++this.serial;
    switch (shape) {
      case 'words':
        return `⟦${this.mark}⟧ ${n}`;
      case 'code':
        return `${this.mark}-${n}`;
      case 'email':
        return `${this.mark}.${n}@isolation.example`;
      case 'digits':
        return String(1_000_000 + n);
      case 'short':
        return n.toString(36);
      case 'url':
        return `https://isolation.example/${this.mark}/${n}`;
      case 'day':
        return '2026-03-11';
      case 'time':
        return '08:30';
    }
  }

  /** A number that has not been used in this world. */
  number(): number {
    return ++this.serial;
  }

  /** How many types it has objects of. */
  get types(): number {
    return this.objects.size;
  }

  count(idType: string): number {
    return this.objects.get(idType)?.length ?? 0;
  }

  has(id: string): boolean {
    return this.allIds().includes(id);
  }

  /** The typed id of the object in a place; throws where there is none. */
  id(idType: string, slot = 0): string {
    const id = this.objects.get(idType)?.[slot];
    if (id === undefined) throw new Error(`The world ${this.token} has no ${idType} number ${slot}`);
    return id;
  }

  /** The same as a UUID. */
  uuid(idType: string, slot = 0): string {
    const decoded = decodeId(this.id(idType, slot));
    if (!decoded.ok) throw new Error(`Not a typed id: ${this.id(idType, slot)}`);
    return decoded.uuid;
  }

  /** All objects of a type, as UUIDs, each once: some stand in several places. */
  uuids(idType: string): string[] {
    return [...new Set(this.ids(idType).map((_, slot) => this.uuid(idType, slot)))];
  }

  /** The mark of the texts written when an object was made. */
  markOf(idType: string, slot = 0): string {
    return this.marks.get(this.id(idType, slot)) ?? this.token;
  }

  /** Marks that stand in texts of the chosen types and of no others. */
  marksOf(chosen: (idType: string) => boolean): string[] {
    const marksWhere = (wanted: boolean): string[] =>
      [...this.objects]
        .filter(([idType]) => chosen(idType) === wanted)
        .flatMap(([, ids]) => ids.flatMap((id) => this.marks.get(id) ?? []));
    const open = new Set(marksWhere(false));
    return [...new Set(marksWhere(true))].filter((mark) => !open.has(mark));
  }

  ids(idType: string): readonly string[] {
    return this.objects.get(idType) ?? [];
  }

  allIds(): string[] {
    return [...this.objects.values()].flat();
  }

  allUuids(): string[] {
    return [...this.objects.keys()].flatMap((idType) => this.uuids(idType));
  }

  /** Takes an object that was made by other means. */
  take(idType: string, id: string): void {
    this.objects.set(idType, [...this.ids(idType), id]);
    this.marks.set(id, this.mark);
  }

  /** As {@link take}, for the place that it has in another world: what stands there and behind moves up. */
  takeAt(idType: string, slot: number, id: string): void {
    const ids = this.ids(idType).filter((one) => one !== id);
    while (ids.length < slot) ids.push(ids.at(-1) ?? id);
    this.objects.set(idType, [...ids.slice(0, slot), id, ...ids.slice(slot)]);
    if (!this.marks.has(id)) this.marks.set(id, this.mark);
  }

  /** Takes every id that an answer shows but what is somebody else's, and the versions of objects. */
  harvest(data: unknown, isOthers: (idType: string, id: string) => boolean = () => false): void {
    this.look(data, (idType, _isOwn, id) => !isOthers(idType, id), Number.POSITIVE_INFINITY);
  }

  /** Takes objects of some types, at most `most` each, and nothing that they only refer to. */
  harvestOwn(
    data: unknown,
    types: readonly string[],
    most: number,
    isOthers: (idType: string, id: string) => boolean,
  ): void {
    this.look(data, (idType, isOwn, id) => isOwn && types.includes(idType) && !isOthers(idType, id), most);
  }

  private look(data: unknown, isTaken: (idType: string, isOwn: boolean, id: string) => boolean, most: number): void {
    visit(data, (value, owner) => {
      // Most texts are none, and to be told so by an error takes long.
      if (!IS_TYPED_ID.test(value)) return;
      const decoded = decodeId(value);
      if (!decoded.ok) return;
      const { type } = decoded;
      const isOwn = owner?.['id'] === value;
      const version = owner?.['version'];
      if (isOwn && typeof version === 'number') this.versions.set(value, version);
      if (!isTaken(type, isOwn, value) || this.ids(type).includes(value) || this.count(type) >= most) return;
      this.take(type, value);
    });
  }
}

/** Calls `look` with every text of an answer, and the object it is a field of. */
export function visit(
  value: unknown,
  look: (text: string, owner: Readonly<Record<string, unknown>> | null) => void,
  owner: Readonly<Record<string, unknown>> | null = null,
): void {
  if (typeof value === 'string') look(value, owner);
  else if (Array.isArray(value)) for (const one of value) visit(one, look, null);
  else if (typeof value === 'object' && value !== null) {
    const object = value as Readonly<Record<string, unknown>>;
    for (const one of Object.values(object)) visit(one, look, object);
  }
}
