import {
  type FieldNode,
  getArgumentValues,
  getDirectiveValues,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** One field of a selection, with everything selected below it under any alias. */
export interface Selected {
  readonly name: string;
  /** Property it is answered from: the field's name, or `name@alias` where arguments tell two of them apart. */
  readonly key: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly type: GraphQLOutputType;
  readonly nodes: FieldNode[];
}

export type SelectionInfo = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>;

const applies = (info: SelectionInfo, type: GraphQLObjectType, condition: string | undefined): boolean => {
  if (!condition || condition === type.name) return true;
  const other = info.schema.getType(condition);
  return isAbstractType(other) && info.schema.isSubType(other, type);
};

const included = (node: Parameters<typeof getDirectiveValues>[1], info: SelectionInfo): boolean =>
  !node.directives?.length ||
  (getDirectiveValues(GraphQLSkipDirective, node, info.variableValues)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues)?.if !== false);

export const answerKey = (name: string, alias: string, hasArguments: boolean): string =>
  hasArguments ? `${name}@${alias}` : name;

/** Visits the fields selected on an object of type `type` in their order, fragments and directives resolved. */
export function visitFields(
  info: SelectionInfo,
  type: GraphQLObjectType,
  sets: readonly (SelectionSetNode | undefined)[],
  each: (node: FieldNode) => void,
): void {
  const visit = (set: SelectionSetNode): void => {
    for (const node of set.selections) {
      if (!included(node, info)) continue;
      if (node.kind === Kind.FIELD) each(node);
      else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (applies(info, type, node.typeCondition?.name.value)) visit(node.selectionSet);
      } else {
        const fragment = info.fragments[node.name.value];
        if (fragment && applies(info, type, fragment.typeCondition.name.value)) visit(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) if (set) visit(set);
}

/** What is selected on an object of type `type`: aliases, fragments and directives resolved, same fields merged. */
export function collectSelection(
  info: SelectionInfo,
  type: GraphQLObjectType,
  sets: readonly (SelectionSetNode | undefined)[],
): Map<string, Selected> {
  const found = new Map<string, Selected>();
  const fields = type.getFields();
  visitFields(info, type, sets, (node) => {
    const name = node.name.value;
    const definition = fields[name];
    if (!definition) return; // __typename
    const hasArguments = definition.args.length > 0;
    const key = answerKey(name, node.alias?.value ?? name, hasArguments);
    const known = found.get(key);
    if (known) known.nodes.push(node);
    else {
      const args = hasArguments ? getArgumentValues(definition, node, info.variableValues) : {};
      found.set(key, { name, key, args, type: definition.type, nodes: [node] });
    }
  });
  return found;
}

/** What is selected below `selected`, on the object type it answers (`concrete` where that is an interface). */
export function selectionBelow(
  info: SelectionInfo,
  selected: Selected,
  concrete?: GraphQLObjectType,
): Map<string, Selected> {
  const named: unknown = concrete ?? getNamedType(selected.type);
  if (!isObjectType(named)) return new Map();
  return collectSelection(
    info,
    named,
    selected.nodes.map((node) => node.selectionSet),
  );
}

/** The object type a resolver answers; for an interface the one named `concrete`. */
export function objectType(info: SelectionInfo, type: GraphQLOutputType, concrete?: string): GraphQLObjectType {
  const named: GraphQLCompositeType | unknown = concrete ? info.schema.getType(concrete) : getNamedType(type);
  if (isCompositeType(named) && isObjectType(named)) return named;
  throw new Error(`No object type ${concrete ?? String(type)} in the schema`);
}
