import { GRAPHQL_SETTINGS, type GraphqlLimits, type GraphqlSettings, measure } from '@atrium/platform';
import { isOpenToCustomers } from '@atrium/sdk';
import type { INestApplicationContext } from '@nestjs/common';
import {
  type FieldNode,
  getNamedType,
  type GraphQLObjectType,
  isAbstractType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  Kind,
  type OperationDefinitionNode,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { audienceOf } from './audience';
import { type IsAsked, selectionOf } from './selection';
import type { Operation, Surface } from './surface';

/** Variable that names the object a field below the roots is asked of. */
export const PARENT = 'parent';
/** Levels of objects below what is answered, less where the limits of the API demand it. */
const DEPTH = 2;
const NONE: ReadonlySet<string> = new Set();

/** How a type is reached from the roots: as a node, or over fields that need no arguments. */
export type Way =
  { readonly by: 'node'; readonly idType: string } | { readonly by: 'fields'; readonly fields: readonly string[] };

/** Writes the documents that operations are called by. */
export class Documents {
  private readonly limits: GraphqlLimits;
  private readonly written = new Map<string, string>();
  private readonly shown = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly surface: Surface,
    app: INestApplicationContext,
    private readonly depths: Readonly<Record<string, number>> = {},
  ) {
    this.limits = app.get<GraphqlSettings>(GRAPHQL_SETTINGS, { strict: false }).limits;
  }

  /**
   * The document of an operation with these arguments as variables; `idType` where it answers nodes of any type. What is
   * for customers asks for what is open to them, and for everything when it is `whole`; `without` the fields `Type.field`.
   */
  of(
    operation: Operation,
    names: readonly string[],
    idType: string | null,
    { whole = false, without = NONE }: { whole?: boolean; without?: ReadonlySet<string> } = {},
  ): string {
    const key = [operation.name, idType, whole, ...names, '-', ...without].join(' ');
    const known = this.written.get(key);
    if (known !== undefined) return known;
    const isOpen = !whole && audienceOf(operation.access) === 'customers' ? isOpenToCustomers : () => true;
    const isAsked: IsAsked = (type, field) => !without.has(`${type}.${field}`) && isOpen(type, field);
    let depth = this.depths[operation.name] ?? DEPTH;
    let text = this.write(operation, names, idType, depth, isAsked);
    while (depth > 0 && !this.isWithinLimits(text)) text = this.write(operation, names, idType, --depth, isAsked);
    this.written.set(key, text);
    return text;
  }

  /** Types of the objects whose own ids stand in the answer to such a document. */
  idTypesIn(document: string): ReadonlySet<string> {
    const known = this.shown.get(document);
    if (known) return known;
    const { schema, viewTypes } = this.surface;
    const found = new Set<string>();
    const types = new TypeInfo(schema);
    const look = ({ name }: FieldNode): void => {
      const parent = types.getParentType();
      if (name.value !== 'id' || !parent) return;
      for (const type of isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent]) {
        const idType = viewTypes.get(type.name);
        if (idType !== undefined) found.add(idType);
      }
    };
    visit(parse(document), visitWithTypeInfo(types, { Field: look }));
    this.shown.set(document, found);
    return found;
  }

  /** Null where no way leads to the type. */
  wayTo(type: GraphQLObjectType): Way | null {
    for (const { idType, typeName } of this.surface.nodes.values()) {
      if (typeName === type.name) return { by: 'node', idType };
    }
    return this.wayOverFields(type);
  }

  private write(
    operation: Operation,
    names: readonly string[],
    idType: string | null,
    depth: number,
    isAsked: IsAsked,
  ): string {
    const { field, kind, isRoot, parent } = operation;
    const given = field.args.filter(({ name }) => names.includes(name));
    const typeName = idType === null ? undefined : this.surface.nodes.get(idType)?.typeName;
    const selection = selectionOf(
      this.surface.schema,
      getNamedType(field.type),
      depth,
      typeName ? [typeName] : null,
      isAsked,
    );
    const variables = given.map(({ name, type }) => `$${name}: ${String(type)}`);
    const passed = given.map(({ name }) => `${name}: $${name}`);
    const call = `${field.name}${passed.length > 0 ? `(${passed.join(', ')})` : ''} ${selection}`;
    const way = isRoot ? null : this.wayTo(parent);
    if (way?.by === 'node') variables.unshift(`$${PARENT}: ID!`);
    const head = variables.length > 0 ? `(${variables.join(', ')})` : '';
    return `${kind}${head} { ${way ? along(way, parent, call) : call} }`;
  }

  private isWithinLimits(text: string): boolean {
    const document = parse(text);
    const operation = document.definitions.find(
      (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
    )!;
    const { cost, depth } = measure(this.surface.schema, document, operation, {});
    const { maxCost, maxDepth, maxDocumentBytes, maxTokens } = this.limits;
    const tokens = text.split(/[\s()]+/).length * 2;
    return cost <= maxCost && depth <= maxDepth && text.length <= maxDocumentBytes && tokens <= maxTokens;
  }

  /** The shortest way over fields of which no argument is required and that take no input objects. */
  private wayOverFields(target: GraphQLObjectType): Way | null {
    const seen = new Set<GraphQLObjectType>();
    let front: { type: GraphQLObjectType; fields: string[] }[] = [
      { type: this.surface.schema.getQueryType()!, fields: [] },
    ];
    while (front.length > 0) {
      const next: typeof front = [];
      for (const { type, fields } of front) {
        if (type === target) return { by: 'fields', fields };
        if (seen.has(type)) continue;
        seen.add(type);
        for (const field of Object.values(type.getFields())) {
          const below = getNamedType(field.type);
          if (isObjectType(below) && !field.args.some(isRequiredArgument)) {
            next.push({ type: below, fields: [...fields, field.name] });
          }
        }
      }
      front = next;
    }
    return null;
  }
}

function along(way: Way, parent: GraphQLObjectType, call: string): string {
  if (way.by === 'node') return `node(id: $${PARENT}) { ... on ${parent.name} { ${call} } }`;
  return way.fields.reduceRight((inner, field) => `${field} { ${inner} }`, call);
}

/** Does an argument take an input object (and not a single value)? */
export const takesObject = (operation: Operation, argument: string): boolean =>
  operation.field.args.some(({ name, type }) => name === argument && isInputObjectType(getNamedType(type)));
