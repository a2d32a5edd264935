import 'reflect-metadata';
import {
  type Access,
  ACCESS_METADATA,
  idTypeOfArgument,
  idTypeOfInputField,
  WATCH_METADATA,
  type Watched,
} from '@atrium/sdk';
import { PATH_METADATA } from '@nestjs/common/constants';
import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { RESOLVER_NAME_METADATA, RESOLVER_TYPE_METADATA } from '@nestjs/graphql';

/** A method that answers a field. */
export interface Handler {
  /** Type and field it answers. */
  readonly type: string;
  readonly field: string;
  /** Names of its class and of those it inherits from. */
  readonly classNames: readonly string[];
  readonly method: string;
  readonly access: Access | undefined;
  /** What a subscription watches. */
  readonly watched: Watched | undefined;
  /** Classes of its parameters, among them the one of its arguments. */
  readonly parameters: readonly object[];
}

/** Every resolver method the application has, by what Nest's decorators left on it. */
export function findHandlers(discovery: DiscoveryService, scanner: MetadataScanner): Handler[] {
  return discovery.getProviders().flatMap(({ instance }: { instance?: unknown }) => {
    if (typeof instance !== 'object' || instance === null) return [];
    const prototype = Object.getPrototypeOf(instance) as object | null;
    if (!prototype || prototype === Object.prototype) return [];
    const { constructor } = prototype;
    return scanner.getAllMethodNames(prototype).flatMap((method) => {
      const callback = (prototype as Record<string, unknown>)[method];
      if (typeof callback !== 'function') return [];
      const read = <T>(key: string, target: object): T | undefined => Reflect.getMetadata(key, target) as T | undefined;
      const ownType = read<string>(RESOLVER_TYPE_METADATA, callback);
      const isField = Reflect.hasMetadata(RESOLVER_NAME_METADATA, callback);
      const type = ownType ?? (isField ? read<string>(RESOLVER_TYPE_METADATA, constructor) : undefined);
      if (!type) return [];
      const access = read<Access>(ACCESS_METADATA, callback) ?? read<Access>(ACCESS_METADATA, constructor);
      const parameters = (Reflect.getMetadata('design:paramtypes', prototype, method) as object[] | undefined) ?? [];
      const field = read<string>(RESOLVER_NAME_METADATA, callback) ?? method;
      const watched = read<Watched>(WATCH_METADATA, callback);
      return [{ type, field, classNames: namesOf(prototype), method, access, watched, parameters }];
    });
  });
}

/** A method that answers a plain HTTP route. */
export interface Route {
  readonly place: string;
  readonly access: Access | undefined;
}

export function findRoutes(discovery: DiscoveryService, scanner: MetadataScanner): Route[] {
  return discovery.getControllers().flatMap(({ instance }: { instance?: unknown }) => {
    if (typeof instance !== 'object' || instance === null) return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, object> & { constructor: { name: string } };
    return scanner
      .getAllMethodNames(prototype)
      .filter((method) => Reflect.hasMetadata(PATH_METADATA, prototype[method]!))
      .map((method) => ({
        place: `${prototype.constructor.name}.${method}`,
        access: (Reflect.getMetadata(ACCESS_METADATA, prototype[method]!) ??
          Reflect.getMetadata(ACCESS_METADATA, prototype.constructor)) as Access | undefined,
      }));
  });
}

/** Prefix of the ids an argument takes, `*` for any; undefined where it takes none. */
export const idTypeOfHandlerArgument = (
  { classNames, method, parameters }: Handler,
  argument: string,
): string | undefined =>
  classNames.map((one) => idTypeOfArgument(`${one}.${method}.${argument}`)).find((type) => type !== undefined) ??
  parameters.map((one) => idTypeOfInputField(one, argument)).find((type) => type !== undefined);

function namesOf(prototype: object): string[] {
  const names: string[] = [];
  for (
    let at: object | null = prototype;
    at && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    names.push(at.constructor.name);
  }
  return names;
}
