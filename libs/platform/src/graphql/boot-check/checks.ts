import {
  allViews,
  type FieldMap,
  idTypeOfInputField,
  isPermission,
  isPlatformPermission,
  isTopic,
  type View,
} from '@atrium/sdk';
import {
  GraphQLID,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { type Handler, idTypeOfHandlerArgument, type Route } from './handlers';

/** What the checks look at. */
export interface Checked {
  readonly schema: GraphQLSchema;
  readonly handlers: readonly Handler[];
  readonly routes: readonly Route[];
  /** Is this field answered by a resolver somebody wrote? */
  readonly hasResolver: (type: GraphQLObjectType, field: string) => boolean;
  /** Classes behind an input type. */
  readonly inputClasses: (name: string) => readonly object[];
}

/** Sentences that each name an offender; empty when all is well. */
export type Check = (checked: Checked) => string[];

const ownTypes = (schema: GraphQLSchema): GraphQLNamedType[] =>
  Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));

const rootTypes = (schema: GraphQLSchema): GraphQLObjectType[] =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => type != null);

/** Every operation says who may call it, in permissions that exist. */
export const operationsAreGuarded: Check = ({ schema, handlers }) =>
  rootTypes(schema).flatMap((root) =>
    Object.keys(root.getFields()).flatMap((field) => {
      const name = `${root.name}.${field}`;
      const found = handlers.filter((handler) => handler.type === root.name && handler.field === field);
      if (found.length === 0) return [`${name} has no resolver`];
      if (found.length > 1) return [`${name} has ${found.length} resolvers: ${found.map(placeOf).join(', ')}`];
      const { access } = found[0]!;
      if (!access)
        return [
          `${name} (${placeOf(found[0]!)}) does not say who may call it: Allow, ForCustomers, SignedIn or Public`,
        ];
      if (access.kind !== 'permission') return [];
      return access.anyOf
        .filter((permission) => !isPermission(permission) && !isPlatformPermission(permission))
        .map((permission) => `${name} needs the permission ${permission}, which nobody declares`);
    }),
  );

/** Every subscription says what it watches, and is for somebody: what is told belongs to a tenant. */
export const subscriptionsWatch: Check = ({ schema, handlers }) =>
  Object.values(schema.getSubscriptionType()?.getFields() ?? {}).flatMap((field) => {
    const name = `Subscription.${field.name}`;
    return handlers
      .filter((handler) => handler.type === 'Subscription' && handler.field === field.name)
      .flatMap((handler) => {
        const { watched, access } = handler;
        if (!watched) return [`${name} (${placeOf(handler)}) does not say what it watches: Watch`];
        const { topic, key } = watched;
        return [
          ...(isTopic(topic) ? [] : [`${name} watches the topic ${topic.name}, which nobody declares`]),
          ...(access?.kind === 'public' ? [`${name} is Public, and nothing is told to nobody`] : []),
          ...(typeof key === 'string' && !idTypeOfHandlerArgument(handler, key)
            ? [`${name} watches the object of its argument ${key}, which takes no id: IdArg`]
            : []),
        ];
      });
  });

/** Plain HTTP routes know no caller: what is not meant for everybody would answer nobody. */
export const routesArePublic: Check = ({ routes }) =>
  routes
    .filter(({ access }) => access?.kind !== 'public')
    .map(({ place }) => `the HTTP route ${place} is not Public, and plain HTTP knows no caller`);

/** Every id that comes in says of which type it is, so that one of another type is refused. */
export const idsAreTyped: Check = ({ schema, handlers, inputClasses }) => [
  ...ownTypes(schema)
    .filter(isInputObjectType)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => getNamedType(field.type) === GraphQLID)
        .filter(({ name }) => !inputClasses(type.name).some((one) => idTypeOfInputField(one, name)))
        .map(({ name }) => `${type.name}.${name} takes an id without saying of which type: IdField`),
    ),
  ...ownTypes(schema)
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const answering = handlers.filter((one) => one.field === field.name && one.type === type.name);
        return field.args
          .filter((argument) => getNamedType(argument.type) === GraphQLID)
          .filter(({ name }) => !answering.some((handler) => idTypeOfHandlerArgument(handler, name)))
          .map(
            (argument) =>
              `${type.name}.${field.name}(${argument.name}) takes an id without saying of which type: IdArg`,
          );
      }),
    ),
];

/** The schema is the documentation. */
export const everythingIsDescribed: Check = ({ schema }) => {
  const missing: string[] = [];
  const look = (name: string, { description }: { description?: string | null }): void => {
    if (!description?.trim()) missing.push(`${name} has no description`);
  };
  for (const type of ownTypes(schema)) {
    look(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      look(`${type.name}.${field.name}`, field);
      if ('args' in field) for (const one of field.args) look(`${type.name}.${field.name}(${one.name})`, one);
    }
  }
  return missing;
};

/** No field of a type with a view is left to chance: the view reads it for those who may, or a resolver answers it. */
export const fieldsAreAnswered: Check = ({ schema, hasResolver }) => {
  const problems = new Set<string>();
  const look = (type: GraphQLObjectType, fields: FieldMap): void => {
    for (const [name, field] of Object.entries(type.getFields())) {
      if (!Object.hasOwn(fields, name)) {
        if (!hasResolver(type, name)) problems.add(`${type.name}.${name} is read by no view and has no resolver`);
        continue;
      }
      const definition = fields[name]!;
      const needed = definition.access?.permission;
      if (needed && !isPermission(needed)) {
        problems.add(`${type.name}.${name} needs the permission ${needed}, which nobody declares`);
      }
      const below = getNamedType(field.type);
      if (definition.kind === 'object' && isObjectType(below)) look(below, definition.fields);
    }
  };
  for (const view of allViews()) {
    const type = schema.getType(view.type);
    if (isObjectType(type)) look(type, view.fields);
  }
  return [...problems];
};

/** `node(id)` asks each type's view who may read it. */
export const nodesAreGuarded: Check = ({ schema }) =>
  ownTypes(schema)
    .filter(isObjectType)
    .filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'))
    .flatMap((type) => {
      const views = allViews().filter((view) => view.type === type.name);
      if (views.length === 0) return [`${type.name} is a Node without a view`];
      return views.flatMap(nodeProblems);
    });

function nodeProblems({ type, nodeAccess }: View): string[] {
  if (!nodeAccess) return [`${type} is a Node, and its view does not say who may read it: nodeAccess`];
  if (nodeAccess === 'signedIn') return [];
  return nodeAccess
    .filter((permission) => !isPermission(permission))
    .map((permission) => `${type} is read with the permission ${permission}, which nobody declares`);
}

/** What is opened to customers is there: a name that was changed would close a field without a word. */
export const openFieldsExist: Check = ({ schema }) =>
  allViews().flatMap(({ type: name, fields, forCustomers = [] }) => {
    const type = schema.getType(name);
    if (!isObjectType(type)) return [];
    return forCustomers
      .filter((field) => !type.getFields()[field] && !Object.hasOwn(fields, field))
      .map((field) => `${name}.${field} is open to customers, and there is no such field`);
  });

const placeOf = ({ classNames, method }: Handler): string => `${classNames[0]}.${method}`;

export const CHECKS: readonly Check[] = [
  operationsAreGuarded,
  subscriptionsWatch,
  routesArePublic,
  idsAreTyped,
  everythingIsDescribed,
  fieldsAreAnswered,
  nodesAreGuarded,
  openFieldsExist,
];
