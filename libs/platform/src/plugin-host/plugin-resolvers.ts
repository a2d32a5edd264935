import {
  Allow,
  AllowWhileSuspended,
  AtriumError,
  batched,
  decodeId,
  forbidden,
  ForCustomers,
  holds,
  isCustomer,
  openToCustomers,
  type OperationAccess,
  type PluginField,
  type PluginMutation,
  type PluginQuery,
  RAW_ID,
  SignedIn,
} from '@atrium/sdk';
import { Inject, type Type } from '@nestjs/common';
import {
  Args,
  Info,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
  type ReturnTypeFunc,
  TypeMetadataStorage,
} from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { deadlineExceeded } from '../graphql/operation/deadline';
import { isDatabaseError } from '../graphql/errors/database-error';
import { explain } from '../graphql/errors/explain';
import type { LoadedPlugin } from './arrange-plugins';
import { fieldFailed, fieldTooSlow } from './plugin.messages';
import { PluginsError } from './plugin-errors';
import { PluginRegistry, type RegisteredPlugin } from './plugin-registry';
import { PluginRunner } from './plugin-runner';

const FIELD_TIMEOUT_MS = 2_000;
/** Of a query as a whole; the request's own deadline comes first where it is shorter. */
const QUERY_TIMEOUT_MS = 30_000;

/** What the generated resolvers of a plugin have in common. */
abstract class PluginResolver {
  constructor(
    readonly runner: PluginRunner,
    readonly registry: PluginRegistry,
  ) {}
}
Inject(PluginRunner)(PluginResolver, undefined, 0);
Inject(PluginRegistry)(PluginResolver, undefined, 1);

/**
 * The resolvers that a plugin's declarations stand for, as Nest's own decorators would make them: so the guard, the
 * checks of input and the boot check treat them like any other.
 */
export function resolversOf({ source, definition }: LoadedPlugin): Type[] {
  const { id, graphql = {} } = definition;
  class Operations extends PluginResolver {}
  Object.defineProperty(Operations, 'name', { value: `Plugin(${id})` });
  Resolver()(Operations);
  for (const [name, query] of Object.entries(graphql.queries ?? {})) addQuery(Operations, id, name, query);
  for (const [name, mutation] of Object.entries(graphql.mutations ?? {})) addMutation(Operations, id, name, mutation);
  const fields = Object.entries(graphql.fields ?? {}).map(([place, field]) => {
    const [type, name] = place.split('.') as [string, string];
    const parent = TypeMetadataStorage.getObjectTypesMetadata().find((one) => one.name === type)?.target;
    if (!parent) throw new PluginsError([`${id} (${source}) adds the field ${place}, and there is no type ${type}`]);
    return fieldResolver(id, place, name, parent as Type, field);
  });
  return [Operations as unknown as Type, ...fields];
}

type Method = (this: PluginResolver, ...args: never[]) => Promise<unknown>;

/** Puts a method on the class, with the types of its parameters as the compiler would note them. */
function addMethod(target: Type, name: string, parameters: readonly unknown[], method: Method): PropertyDescriptor {
  const descriptor = { value: method, writable: true, configurable: true, enumerable: false };
  Object.defineProperty(method, 'name', { value: name });
  Object.defineProperty(target.prototype, name, descriptor);
  Reflect.defineMetadata('design:paramtypes', parameters, target.prototype as object, name);
  return descriptor;
}

const plugin = ({ registry }: PluginResolver, id: string): RegisteredPlugin => registry.find(id)!;

function addQuery(target: unknown, id: string, name: string, query: PluginQuery): void {
  const { description, nullable = false, args = null } = query;
  const type = target as Type;
  const proto = type.prototype as object;
  const descriptor = addMethod(type, name, [args ?? Object, Object], function (given: never, info: never) {
    // Apart, because a statement that fails would take the whole request's transaction with it.
    return this.runner.apart(
      plugin(this, id),
      { place: 'operation', name: `Query.${name}` },
      QUERY_TIMEOUT_MS,
      () => deadlineExceeded(QUERY_TIMEOUT_MS),
      (ctx) => query.run(ctx as never, given, info),
    );
  });
  if (args) Args({ type: () => args })(proto, name, 0);
  Info()(proto, name, 1);
  Query(query.type as ReturnTypeFunc, { description, nullable })(proto, name, descriptor);
  access(query, false)?.(proto, name, descriptor);
}

function addMutation(target: unknown, id: string, name: string, mutation: PluginMutation): void {
  const { description, input, payload } = mutation;
  const type = target as Type;
  const proto = type.prototype as object;
  const descriptor = addMethod(type, name, [input, Object], function (given: never, info: never) {
    return this.runner.inOperation(plugin(this, id), (ctx) => mutation.run(ctx as never, given, info), {
      place: 'operation',
      name: `Mutation.${name}`,
    });
  });
  Args('input', { type: () => input })(proto, name, 0);
  Info()(proto, name, 1);
  Mutation(() => payload, { description })(proto, name, descriptor);
  access(mutation, mutation.whileSuspended ?? false)?.(proto, name, descriptor);
}

/** Without one the boot check finds an operation that does not say who may call it. */
function access(
  { permission, signedIn, customersToo }: OperationAccess,
  whileSuspended: boolean,
): MethodDecorator | null {
  if (permission !== undefined) {
    const names = (typeof permission === 'string' ? [permission] : permission) as [string, ...string[]];
    if (customersToo) return ForCustomers({ staffWith: names, whileSuspended });
    return whileSuspended ? AllowWhileSuspended(...names) : Allow(...names);
  }
  return signedIn ? SignedIn(signedIn, customersToo ? 'CUSTOMERS_TOO' : undefined) : null;
}

function fieldResolver(id: string, place: string, name: string, parent: Type, field: PluginField): Type {
  class Field extends PluginResolver {}
  Object.defineProperty(Field, 'name', { value: `Plugin(${id}).${place}` });
  const type = Field as unknown as Type;
  const proto = type.prototype as object;
  const ms = field.timeoutMs ?? FIELD_TIMEOUT_MS;
  if (field.forCustomers) openToCustomers(place.split('.')[0]!, name);
  const descriptor = addMethod(type, name, [Object, Object], async function (source: object, info: GraphQLResolveInfo) {
    const own = plugin(this, id);
    const uuid = uuidOf(source);
    if (uuid === null || !(await this.runner.isEnabled(own))) return null;
    const may = isCustomer() ? field.forCustomers : field.permission === null || holds(field.permission);
    if (!may) throw forbidden(field.permission ?? 'STAFF');
    const value = await batched(info, uuid, (ids) =>
      this.runner
        .apart(
          own,
          { place: 'field', name: place },
          ms,
          () => fieldTooSlow(id, ms),
          (ctx) => field.read(ctx as never, ids, info),
        )
        .catch((error: unknown) => {
          throw told(id, error);
        }),
    );
    return value ?? null;
  } as Method);
  Parent()(proto, name, 0);
  Info()(proto, name, 1);
  ResolveField(name, field.type as ReturnTypeFunc, { description: field.description, nullable: true })(
    proto,
    name,
    descriptor,
  );
  Resolver(() => parent)(type);
  return type;
}

/** Objects read by a view carry their UUID; those a plugin made itself have their typed id. */
function uuidOf(source: object): string | null {
  const { [RAW_ID]: raw, id } = source as { [RAW_ID]?: string; id?: unknown };
  if (raw) return raw;
  const decoded = decodeId(id);
  return decoded.ok ? decoded.uuid : null;
}

/** What the caller sees of a failure. */
function told(id: string, error: unknown): AtriumError {
  const known = isDatabaseError(error) ? explain(error, 'execution', { hideSuggestions: true }).error : error;
  return known instanceof AtriumError && known.code !== 'INTERNAL' ? known : fieldFailed(id, error);
}
