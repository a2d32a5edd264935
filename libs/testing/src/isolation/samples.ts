import type { HttpRequest } from '../test-http';
import type { Template } from './template';
import type { Tools } from './tools';
import type { World } from './world';

/** An object made for this one use, because the operation uses it up. */
export const FRESH = Symbol('fresh');
/** The field is left out. */
export const OMITTED = Symbol('omitted');

/** As {@link FRESH}, made in a special way. */
export interface Freshly {
  readonly freshly: Maker;
}

/** Makes an object and answers its id. */
export type Maker = (world: World, tools: Tools) => Promise<string>;

/** A customer whose things are made. */
export interface Resident {
  readonly id: string;
  readonly name: string;
  /** The world of the company. */
  readonly company: World;
}

/** Makes something that is the customer's own, with texts of `home`, and answers its id. */
export type Belonging = (home: World, resident: Resident, tools: Tools) => Promise<string>;

export type Sample = Template | typeof FRESH | Freshly | typeof OMITTED;

/** Of which world a part of a request is. */
export type PartOf = (part: string) => World;

/** How a path besides GraphQL's is called. */
export interface RouteSample {
  /** Parts of a request that each are of one company: its address, a credential, an object. All must be of the same. */
  readonly parts: readonly string[];
  /** The request, made anew for each call. */
  readonly request: (of: PartOf, tools: Tools) => Promise<HttpRequest>;
  /** Whoever says besides who they are must be of the company. */
  readonly heedsSession?: boolean;
  /** Why what is answered shows nothing of a company even to whom it is for. */
  readonly answersNothing?: string;
  /** `schema.table` of the company addressed in which a refused attempt may be noted. */
  readonly notes?: readonly string[];
}

/** What the generator cannot know: values a rule demands, and reasons. */
export interface Samples {
  /**
   * Values of fields that a rule demands, by `InputType.field`, `Type.field.argument`, or for one operation alone by
   * `Type.field.argument.field`; the first that is accepted is taken.
   */
  readonly values: Readonly<Record<string, readonly Sample[]>>;
  /** Objects that take more than a call to make, by the type of their ids: answers the new object's id. */
  readonly makers: Readonly<Record<string, Maker>>;
  /** What every customer of the worlds has: by type, in the order of their places. */
  readonly belongings: Readonly<Record<string, readonly Belonging[]>>;
  /** Levels asked for below an operation, by its name, where what it answers lies deeper than elsewhere. */
  readonly depths: Readonly<Record<string, number>>;
  /** Changes what a subscription to one's own tells of, for the world's owner: answers the id of what is told. */
  readonly ownChanges: Readonly<Record<string, Maker>>;
  /** Types of objects that belong to one member of staff, whatever the permissions of others, with the reason. */
  readonly personal: Readonly<Record<string, string>>;
  /** What fills a table that no creating mutation fills, e.g. a sign-in that fails. Done once in every world. */
  readonly extras: Readonly<Record<string, (world: World, tools: Tools) => Promise<unknown>>>;
  /** Queries whose answer holds nothing of a tenant, with the reason. */
  readonly answersNothing: Readonly<Record<string, string>>;
  /** `Type.field` that is null or empty in the worlds, with the reason. */
  readonly emptyFields: Readonly<Record<string, string>>;
  /** `schema.table.column` that others may change, with the reason: left out of the proof that nothing changed. */
  readonly technicalColumns: Readonly<Record<string, string>>;
  /** `schema.table` that holds no row of a tenant after all operations were used, with the reason. */
  readonly emptyTables: Readonly<Record<string, string>>;
  /** `schema.table` whose rows all customers of a company share, with the reason. */
  readonly sharedTables: Readonly<Record<string, string>>;
  /** `schema.table` whose rows are for the customers they are addressed to: the condition, by the UUID in $1. */
  readonly addressedTables: Readonly<Record<string, string>>;
  /** Types whose words are for the customers they are addressed to, with the reason: their rows are told apart by ids. */
  readonly addressedTypes: Readonly<Record<string, string>>;
  /** `schema.table` with rows about a customer that are not for the customer, with the reason. */
  readonly staffOnlyTables: Readonly<Record<string, string>>;
  /** How paths besides GraphQL's are called, by `METHOD /path/:part`. */
  readonly routes: Readonly<Record<string, readonly RouteSample[]>>;
  /** Such paths that have nothing of any company, with the reason. */
  readonly plainRoutes: Readonly<Record<string, string>>;
  /** `SECURITY DEFINER` functions that answer across tenants on purpose, with the reason. */
  readonly openFunctions: Readonly<Record<string, string>>;
  /** Further arguments to call such functions with, made of words that rows of A are found by (as tsqueries). */
  readonly functionArguments: Readonly<Record<string, (words: readonly string[]) => readonly (readonly unknown[])[]>>;
  /** Such functions that answer a tenant nothing of its own, with the reason. */
  readonly silentFunctions: Readonly<Record<string, string>>;
}

/** One for all, the later ones over the earlier. */
export function mergeSamples(first: Samples, ...others: readonly Partial<Samples>[]): Samples {
  const merged: Record<string, unknown> = { ...first };
  for (const other of others) {
    for (const [key, table] of Object.entries(other)) merged[key] = { ...(merged[key] as object), ...table };
  }
  return merged as unknown as Samples;
}

export const freshly = (make: Maker): Freshly => ({ freshly: make });
export const value = (given: unknown): Template => ({ is: 'value', value: given });
export const made = (make: (world: World, tools: Tools) => unknown): Template => ({ is: 'made', make });
export const idOf = (idType: string, slot = 0): Template => ({ is: 'id', idType, slot });
