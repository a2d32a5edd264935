import {
  AtriumError,
  defineMessages,
  type InspectedDocument,
  invalidField,
  OperationDocuments,
  type OperationKind,
} from '@atrium/sdk';
import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  type TypeNode,
  validate,
} from 'graphql';
import { explainGraphqlProblem } from '../errors/graphql-problem';
import { checkMeasure, Measurer, overLimit } from '../limits/measurer';
import { GRAPHQL_SETTINGS, type GraphqlSettings } from '../settings';

const messages = defineMessages('document', {
  invalid: { en: 'The document is not valid: {problem}', 'zh-CN': '查询语句无效：{problem}' },
  oneOperation: {
    en: 'The document must have exactly one operation, not {count}.',
    'zh-CN': '查询语句须恰好包含一个操作，现有 {count} 个。',
  },
});

const MAX_PROBLEM = 400;
/** Rows of a page whose size a variable decides: as many as a list has where nothing is said. */
const PAGE = 20;

/** {@link OperationDocuments} by the schema that this process serves. */
@Injectable()
export class SchemaDocuments extends OperationDocuments {
  private measurer: Measurer | undefined;

  constructor(
    // Found when it is first asked for: Nest makes the schema after the providers.
    private readonly modules: ModuleRef,
    @Inject(GRAPHQL_SETTINGS) private readonly settings: GraphqlSettings,
  ) {
    super();
  }

  inspect(text: string, path: string): InspectedDocument {
    const { limits } = this.settings;
    const { schema } = this.modules.get(GraphQLSchemaHost, { strict: false });
    const bytes = Buffer.byteLength(text);
    if (bytes > limits.maxDocumentBytes) throw overLimit('documentBytes', bytes, limits.maxDocumentBytes);
    const document = this.parsed(schema, text, path);
    const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    const [operation] = operations;
    if (operations.length !== 1 || !operation) {
      throw invalidField(path, 'NOT_ONE_OPERATION', messages.oneOperation, { count: operations.length });
    }
    this.measurer ??= new Measurer(schema);
    const measured = this.measurer.measure(document, operation, openVariables(operation));
    if (measured) checkMeasure(measured, limits);
    return { kind: operation.operation.toUpperCase() as OperationKind, cost: measured?.cost ?? 0 };
  }

  private parsed(schema: GraphQLSchema, text: string, path: string): DocumentNode {
    const invalid = (problem: string): AtriumError =>
      invalidField(path, 'INVALID_DOCUMENT', messages.invalid, { problem: problem.slice(0, MAX_PROBLEM) });
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: this.settings.limits.maxTokens });
    } catch (error) {
      const explained = explainGraphqlProblem(error as never, { hideSuggestions: true });
      throw explained.code === 'QUERY_TOO_COMPLEX' ? explained : invalid((error as Error).message);
    }
    const [problem] = validate(schema, document);
    if (problem) throw invalid(problem.message);
    return document;
  }
}

/** Values for variables that must be given: the measure asks for no others than page sizes and switches. */
function openVariables({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  const samples: Readonly<Record<string, unknown>> = { Int: PAGE, Boolean: true };
  const nameOf = (type: TypeNode): string | null =>
    type.kind === Kind.NAMED_TYPE ? type.name.value : type.kind === Kind.NON_NULL_TYPE ? nameOf(type.type) : null;
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, type, defaultValue }) => {
      const sample = defaultValue ? undefined : samples[nameOf(type) ?? ''];
      return sample === undefined ? [] : [[variable.name.value, sample]];
    }),
  );
}
