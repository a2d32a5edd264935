import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { Call } from '../caller';
import type { Probe, Setting } from '../setting';
import { isPlan } from '../solver';

const KIND = 'field is answered';

/**
 * Each field of each type has been asked for, and answered to somebody it is for where it leads to an object: a field that
 * is not could not leak. Scalars are columns of the row that the others are of; edges hold the rows of nodes.
 */
export const everyFieldIsAnswered: Probe = async ({ plans, surface, samples, report }) => {
  const { schema } = surface;
  // Where only some operations are tried, others would ask for the rest.
  if (plans.length < surface.operations.length) return;
  const seen = new Seen(surface);
  for (const { base, positions } of plans) {
    for (const plan of [base, ...positions.map((one) => one.plan)]) if (isPlan(plan)) seen.take(plan.call);
  }
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    // What stands at the root is an operation, with a control of its own.
    if (!isObjectType(type) || isIntrospectionType(type) || roots.includes(type)) continue;
    for (const { name, type: of } of Object.values(type.getFields())) {
      const field = `${type.name}.${name}`;
      if (isOfRows(type.name, name)) continue;
      report.count(KIND);
      if (!seen.asked.has(field)) report.gap(KIND, field, 'no operation asks for it');
      else if (
        isCompositeType(getNamedType(of)) &&
        !seen.answered.has(field) &&
        !Object.hasOwn(samples.emptyFields, field)
      ) {
        report.gap(KIND, field, 'it is null or empty wherever it is asked for');
      }
    }
  }
};

const isOfRows = (type: string, field: string): boolean =>
  (type.endsWith('Connection') && field === 'edges') || (type.endsWith('Edge') && ['node', 'cursor'].includes(field));

/** Fields by `Type.field`, as calls show them. */
class Seen {
  readonly asked = new Set<string>();
  readonly answered = new Set<string>();
  private readonly documents = new Map<string, OperationDefinitionNode>();

  constructor(private readonly surface: Setting['surface']) {}

  take({ document, answer }: Call): void {
    let operation = this.documents.get(document);
    if (!operation) {
      operation = parse(document).definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
      this.documents.set(document, operation);
    }
    const root = this.surface.schema.getRootType(operation.operation)!;
    this.walk(operation.selectionSet, root, answer.data ?? null);
  }

  private walk({ selections }: SelectionSetNode, type: GraphQLCompositeType, data: unknown): void {
    const object = data as Readonly<Record<string, unknown>> | null;
    for (const one of selections) {
      if (one.kind === Kind.FIELD) this.field(one, type, object);
      else if (one.kind === Kind.INLINE_FRAGMENT) {
        const on = one.typeCondition ? this.surface.schema.getType(one.typeCondition.name.value) : type;
        if (!isCompositeType(on)) continue;
        const fits = !isObjectType(on) || object?.['__typename'] === undefined || object['__typename'] === on.name;
        this.walk(one.selectionSet, on, fits ? object : null);
      }
    }
  }

  private field(node: FieldNode, type: GraphQLCompositeType, object: Readonly<Record<string, unknown>> | null): void {
    const field: GraphQLField<unknown, unknown> | undefined =
      'getFields' in type ? type.getFields()[node.name.value] : undefined;
    if (!field) return;
    const name = `${type.name}.${field.name}`;
    this.asked.add(name);
    const value = object?.[node.alias?.value ?? node.name.value] ?? null;
    if (value !== null && !(Array.isArray(value) && value.length === 0)) this.answered.add(name);
    const below = getNamedType(field.type);
    if (!node.selectionSet || !isCompositeType(below)) return;
    for (const item of itemsOf(field.type, value)) this.walk(node.selectionSet, below, item);
  }
}

/** One value, or those of a list; one null where there is none, for what is asked for below. */
function itemsOf(type: GraphQLOutputType, value: unknown): readonly unknown[] {
  const bare = isNonNullType(type) ? type.ofType : type;
  const items = isListType(bare) && Array.isArray(value) ? value : [value];
  return items.length > 0 ? items : [null];
}
