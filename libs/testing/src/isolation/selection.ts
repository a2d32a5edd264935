import {
  getNamedType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** Is a field of a type asked for? */
export type IsAsked = (type: string, field: string) => boolean;
const ALL: IsAsked = () => true;

/** Rows asked for of each list below the first. */
const NESTED_ROWS = 2;

/**
 * A selection of everything below a type: all its scalars, and the objects below it to a depth. Below itself a type is
 * asked for its ids alone; a list and its rows are one level. `only` narrows the types of an interface or union, `isAsked` the
 * fields.
 */
export function selectionOf(
  schema: GraphQLSchema,
  type: GraphQLNamedOutputType,
  depth: number,
  only: readonly string[] | null = null,
  isAsked: IsAsked = ALL,
): string {
  return selection(schema, type, depth, [], isAsked, only);
}

function selection(
  schema: GraphQLSchema,
  type: GraphQLNamedOutputType,
  depth: number,
  trail: readonly GraphQLNamedOutputType[],
  isAsked: IsAsked,
  only: readonly string[] | null = null,
): string {
  if (isLeafType(type)) return '';
  if (isAbstractType(type)) {
    const types = schema.getPossibleTypes(type).filter(({ name }) => !only || only.includes(name));
    const clashing = clashesOf(types);
    const parts = types.map((one) => {
      const fields = fieldsOf(schema, one, depth, [...trail, one], isAsked).map((field) =>
        renamed(field, one, clashing),
      );
      return `... on ${one.name} { ${fields.join(' ') || '__typename'} }`;
    });
    const shared = isInterfaceType(type) ? fieldsOf(schema, type, 0, [...trail, type], isAsked) : [];
    return `{ __typename ${[...shared, ...parts].join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const inside = [...trail, type];
  const parts = fieldsOf(schema, type, depth, inside, isAsked);
  return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`;
}

function fieldsOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType | GraphQLInterfaceType,
  depth: number,
  trail: readonly GraphQLNamedOutputType[],
  isAsked: IsAsked,
): string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument) || !isAsked(type.name, field.name)) return [];
    const below = getNamedType(field.type);
    if (isLeafType(below)) return [field.name];
    const left = isPage(type) ? depth : depth - 1;
    if (left < 0) return [];
    if (isPage(type) && field.name === 'edges') return edges(field);
    if (trail.includes(below)) return again(field);
    return [`${field.name}${page(field)} ${selection(schema, below, left, trail, isAsked)}`];
  });
}

/** Edges hold the rows that nodes hold: of them is asked what they have besides. */
function edges({ name, type }: GraphQLField<unknown, unknown>): string[] {
  const edge = getNamedType(type);
  if (!isObjectType(edge)) return [];
  const own = Object.values(edge.getFields()).flatMap((one) => (isLeafType(getNamedType(one.type)) ? [one.name] : []));
  return own.length > 1 ? [`${name} { ${own.join(' ')} }`] : [];
}

function again(field: GraphQLField<unknown, unknown>): string[] {
  const below = getNamedType(field.type);
  const hasId = isObjectType(below) && 'id' in below.getFields();
  return hasId ? [`${field.name}${page(field)} { id }`] : [];
}

/** Fields that several types have, of different types: one document cannot ask for them by one name. */
function clashesOf(types: readonly GraphQLObjectType[]): Set<string> {
  const known = new Map<string, string>();
  const clashing = new Set<string>();
  for (const field of types.flatMap((type) => Object.values(type.getFields()))) {
    const type = String(field.type);
    if ((known.get(field.name) ?? type) !== type) clashing.add(field.name);
    known.set(field.name, type);
  }
  return clashing;
}

function renamed(selected: string, { name }: GraphQLObjectType, clashing: ReadonlySet<string>): string {
  const field = /^\w+/.exec(selected)![0];
  return clashing.has(field) ? `${field}Of${name}: ${selected}` : selected;
}

const isPage = ({ name }: { name: string }): boolean => name.endsWith('Connection') || name === 'PageInfo';

const page = ({ args }: GraphQLField<unknown, unknown>): string =>
  args.some(({ name }) => name === 'first') ? `(first: ${NESTED_ROWS})` : '';
