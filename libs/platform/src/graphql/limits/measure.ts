import { DEFAULT_PAGE, MAX_PAGE } from '@atrium/sdk';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isIntrospectionType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  valueFromAST,
} from 'graphql';

export interface Measure {
  /**
   * The greatest number of objects the answer can hold: 1 for each object, times the page sizes above it, and
   * {@link MUTATION_COST} for each mutation, {@link COUNT_COST} for each `totalCount`. Scalars are free.
   */
  readonly cost: number;
  /** Levels of fields; introspection counts as one level. */
  readonly depth: number;
  /** Aliased fields, wherever they stand. */
  readonly aliases: number;
}

/** Each field of a mutation (or subscription) costs this much besides what it answers. */
export const MUTATION_COST = 10;
/** Counting a list reads all of it. */
export const COUNT_COST = 10;
/** Length assumed for a list that has no page size. */
export const LIST_SIZE = 10;
/** Length assumed for the lists of the introspection: a full one costs about as much as a page with children. */
const INTROSPECTION_LIST_SIZE = 4;
/** Fields looked at before the measuring itself would cost too much. */
const MAX_VISITS = 20_000;
const MAX = Number.MAX_SAFE_INTEGER;

/** Fragments unfold into more fields than anybody would count, or into themselves. */
export class ImmeasurableError extends Error {}

/**
 * Measures one operation before it runs, with fragments, aliases, `@skip` and `@include` resolved and the same field
 * selected twice merged, as execution does it. `variables` are coerced ones; only those of page sizes and directives
 * are looked at. Throws {@link ImmeasurableError}.
 */
export function measure(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Measure {
  const root = schema.getRootType(operation.operation);
  if (!root) return NOTHING;
  const walk = new Walk(schema, document, variables);
  const found = walk.below(root, [operation.selectionSet]);
  const perField =
    operation.operation === 'query' ? 0 : MUTATION_COST * walk.fields(root, [operation.selectionSet]).size;
  return { ...found, cost: add(found.cost, perField) };
}

const NOTHING: Measure = { cost: 0, depth: 0, aliases: 0 };
const add = (a: number, b: number): number => Math.min(a + b, MAX);
const times = (a: number, b: number): number => Math.min(a * b, MAX);

class Walk {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  /** What a type and a set of selections measure; null while being measured. */
  private readonly known = new Map<string, Measure | null>();
  private readonly numbers = new Map<SelectionSetNode, number>();
  private visits = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
    }
  }

  /** Everything selected on `type`; `page` is the size of the page where `type` is a connection. */
  below(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], page?: number): Measure {
    const key = `${type.name} ${page ?? ''} ${sets.map((set) => this.numberOf(set)).join()}`;
    const known = this.known.get(key);
    if (known) return known;
    if (known === null) throw new ImmeasurableError();
    this.known.set(key, null);
    const made = isAbstractType(type)
      ? this.schema
          .getPossibleTypes(type)
          .map((one) => this.ofObject(one, sets, page))
          .reduce(larger, NOTHING)
      : this.ofObject(type, sets, page);
    this.known.set(key, made);
    return made;
  }

  private ofObject(type: GraphQLObjectType, sets: readonly SelectionSetNode[], page?: number): Measure {
    let total = NOTHING;
    for (const nodes of this.fields(type, sets).values()) {
      const one = this.ofField(type, nodes, page);
      total = {
        cost: add(total.cost, one.cost),
        depth: Math.max(total.depth, one.depth),
        aliases: add(total.aliases, one.aliases),
      };
    }
    return total;
  }

  private ofField(parent: GraphQLObjectType, nodes: readonly FieldNode[], page: number | undefined): Measure {
    const node = nodes[0]!;
    const field = this.definition(parent, node.name.value);
    const aliases = node.alias ? 1 : 0;
    if (!field) return { cost: 0, depth: 1, aliases }; // __typename
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return { cost: field.name === 'totalCount' ? COUNT_COST : 0, depth: 1, aliases };
    const size = this.sizeOf(field, node);
    const isList = isListType(getNullableType(field.type));
    const rows = isList ? (size ?? page ?? (isIntrospectionType(type) ? INTROSPECTION_LIST_SIZE : LIST_SIZE)) : 1;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const found = this.below(type, sets, isList ? undefined : size);
    return {
      cost: times(rows, add(1, found.cost)),
      depth: isIntrospectionType(type) ? 1 : 1 + found.depth,
      aliases: add(aliases, found.aliases),
    };
  }

  private definition(parent: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (parent === this.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return parent.getFields()[name];
  }

  /** Page size a field is asked for; undefined where it is not paged. A size beyond the limit is refused later. */
  private sizeOf(field: GraphQLField<unknown, unknown>, node: FieldNode): number | undefined {
    const paging = field.args.filter(({ name }) => name === 'first' || name === 'last');
    if (paging.length === 0) return undefined;
    let size: number | undefined;
    for (const argument of paging) {
      const given = node.arguments?.find(({ name }) => name.value === argument.name);
      const value = given ? valueFromAST(given.value, argument.type, this.variables) : undefined;
      const effective = value === undefined ? argument.defaultValue : value;
      if (typeof effective === 'number') size = Math.max(size ?? 0, effective);
    }
    return Math.min(Math.max(size ?? DEFAULT_PAGE, 0), MAX_PAGE);
  }

  /** The fields selected on an object of type `type`, by the name they are answered under. */
  fields(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const found = new Map<string, FieldNode[]>();
    const seen = new Set<string>();
    const visit = (set: SelectionSetNode): void => {
      for (const node of set.selections) {
        if (++this.visits > MAX_VISITS) throw new ImmeasurableError();
        if (!this.included(node)) continue;
        if (node.kind === Kind.FIELD) {
          const key = (node.alias ?? node.name).value;
          const same = found.get(key);
          if (same) same.push(node);
          else found.set(key, [node]);
        } else if (node.kind === Kind.INLINE_FRAGMENT) {
          if (this.applies(type, node.typeCondition?.name.value)) visit(node.selectionSet);
        } else if (!seen.has(node.name.value)) {
          seen.add(node.name.value);
          const fragment = this.fragments.get(node.name.value);
          if (fragment && this.applies(type, fragment.typeCondition.name.value)) visit(fragment.selectionSet);
        }
      }
    };
    for (const set of sets) visit(set);
    return found;
  }

  private applies(type: GraphQLObjectType, condition: string | undefined): boolean {
    if (!condition || condition === type.name) return true;
    const other = this.schema.getType(condition);
    return isAbstractType(other) && this.schema.isSubType(other, type);
  }

  private included(node: SelectionNode): boolean {
    return (
      !node.directives?.length ||
      (getDirectiveValues(GraphQLSkipDirective, node, this.variables)?.if !== true &&
        getDirectiveValues(GraphQLIncludeDirective, node, this.variables)?.if !== false)
    );
  }

  private numberOf(set: SelectionSetNode): number {
    const known = this.numbers.get(set);
    if (known !== undefined) return known;
    this.numbers.set(set, this.numbers.size);
    return this.numbers.size - 1;
  }
}

const larger = (a: Measure, b: Measure): Measure => ({
  cost: Math.max(a.cost, b.cost),
  depth: Math.max(a.depth, b.depth),
  aliases: Math.max(a.aliases, b.aliases),
});
