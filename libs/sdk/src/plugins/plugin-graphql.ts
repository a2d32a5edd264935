import type { GraphQLResolveInfo } from 'graphql';
import type { PluginContext } from './plugin-context';

/** A class made with Nest's GraphQL decorators (`@ObjectType`, `@InputType`, `@ArgsType`). */
export type GraphqlClass<T extends object = object> = new () => T;
/** What a field answers: a class, a scalar, an enum, or a list of one in brackets. */
export type GraphqlType = () => unknown;

/** Who may call it. One that says neither stops the boot. */
export interface OperationAccess {
  /** Any one of these permissions lets the caller in. */
  readonly permission?: string | readonly [string, ...string[]];
  /** Instead of a permission, why everybody signed in may: it only touches what is the caller's own. */
  readonly signedIn?: string;
  /** Customers too, who hold no permissions and else reach nothing of a plugin. Default false. */
  readonly customersToo?: boolean;
}

export interface QuerySpec<A extends object, C> extends OperationAccess {
  readonly description: string;
  readonly type: GraphqlType;
  readonly nullable?: boolean;
  /** Class of its arguments (`@ArgsType`), e.g. `defineList(…).Args`. */
  readonly args?: GraphqlClass<A>;
  /** Read in a transaction of its own that can only read: `readList(list, info)`, `readOne(view, id, info)`, `ctx.db`. */
  readonly run: (ctx: C, args: A, info: GraphQLResolveInfo) => Promise<unknown>;
}

export interface MutationSpec<I extends object, P extends object, C> extends OperationAccess {
  readonly description: string;
  /** Class of its one argument, `input`. */
  readonly input: GraphqlClass<I>;
  readonly payload: GraphqlClass<P>;
  /** Also while the tenant is suspended, when everything else can only be read. Default false. */
  readonly whileSuspended?: boolean;
  /** Part of the operation's transaction: what it throws undoes this mutation. */
  readonly run: (ctx: C, input: I, info: GraphQLResolveInfo) => Promise<P>;
}

/**
 * A field that a plugin adds to a type of the core, or to one of its own. Always nullable, always read for all objects of
 * a list at once, in a read-only transaction of its own: what it throws, or a budget it overruns, makes it null with an
 * error beside it, and the object around it stays whole. For a tenant without the plugin it is null.
 */
export interface FieldSpec<C> {
  readonly description: string;
  readonly type: GraphqlType;
  /** Needed besides what the object needs; null: everybody who sees the object may read it. Others get `FORBIDDEN`. */
  readonly permission: string | null;
  /** May customers read it of themselves and what is theirs? They hold no permissions. Default false: `FORBIDDEN`. */
  readonly forCustomers?: boolean;
  /** Milliseconds it may take for one list. 1 to 10,000; default 2,000. */
  readonly timeoutMs?: number;
  /** UUIDs in, values by UUID out; what is missing is null. `readMany(view, ids, info)` selects just what was asked for. */
  readonly read: (ctx: C, ids: readonly string[], info: GraphQLResolveInfo) => Promise<ReadonlyMap<string, unknown>>;
}

// What the host calls; the specs above give authors their types.
export type PluginQuery = QuerySpec<never, never>;
export type PluginMutation = MutationSpec<never, object, never>;
export type PluginField = FieldSpec<never>;

export const defineQuery = <A extends object = Record<string, never>, C = PluginContext>(
  spec: QuerySpec<A, C>,
): PluginQuery => spec as unknown as PluginQuery;

export const defineMutation = <I extends object, P extends object, C = PluginContext>(
  spec: MutationSpec<I, P, C>,
): PluginMutation => spec as unknown as PluginMutation;

export const defineField = <C = PluginContext>(spec: FieldSpec<C>): PluginField => spec as unknown as PluginField;
