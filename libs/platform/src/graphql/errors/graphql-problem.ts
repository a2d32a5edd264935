import { AtriumError, defineMessages, type FieldProblem } from '@atrium/sdk';
import type { GraphQLError } from 'graphql';
import { overLimit } from '../limits/measurer';

export const graphqlMessages = defineMessages('graphql', {
  document: { en: 'The document is not valid: {problem}', 'zh-CN': '查询语句无效：{problem}' },
  variables: { en: 'The variables are not valid: {problem}', 'zh-CN': '变量无效：{problem}' },
  request: { en: 'The request is not valid: {problem}', 'zh-CN': '请求无效：{problem}' },
  value: { en: '{problem}', 'zh-CN': '值无效：{problem}' },
});

export interface ProblemOptions {
  /** Leave out what graphql-js guesses the caller meant: it would tell the schema to somebody who must not see it. */
  readonly hideSuggestions: boolean;
}

const SUGGESTION = / ?Did you mean .+\?$/;
const TOO_MANY_TOKENS = /Document contains more tha[nt] (\d+) tokens/;
/** Where in a variable a value is wrong, as graphql-js writes it: `at "input.contacts[0].value"; …` */
const VALUE_PATH = /^Variable "\$(\w+)" got invalid value [^]*? at "(\1(?:\.\w+|\[\d+\])+)"; ([^]+)$/;
const WHOLE_VALUE = /^Variable "\$(\w+)" (?:got invalid value [^]*?; ([^]+)|of (?:required|non-null) type [^]*)$/;
const MAX_TEXT = 400;

/** What a request-level error of graphql-js or Apollo tells the caller: always the caller's mistake. */
export function explainGraphqlProblem(error: GraphQLError, options: ProblemOptions): AtriumError {
  const text = options.hideSuggestions ? error.message.replace(SUGGESTION, '') : error.message;
  const tokens = TOO_MANY_TOKENS.exec(text);
  if (tokens) return overLimit('tokens', null, Number(tokens[1]));
  const problem = shorten(text);
  switch (error.extensions.code) {
    case 'GRAPHQL_PARSE_FAILED':
    case 'GRAPHQL_VALIDATION_FAILED':
    case 'OPERATION_RESOLUTION_FAILURE':
      return new AtriumError('VALIDATION_FAILED', graphqlMessages.document, { params: { problem } });
    case undefined: {
      const field = wrongValue(text);
      return new AtriumError('VALIDATION_FAILED', graphqlMessages.variables, {
        params: { problem },
        fields: field ? [field] : undefined,
      });
    }
    default:
      return new AtriumError('VALIDATION_FAILED', graphqlMessages.request, { params: { problem } });
  }
}

function wrongValue(text: string): FieldProblem | null {
  const inside = VALUE_PATH.exec(text);
  const whole = inside ? null : WHOLE_VALUE.exec(text);
  if (!inside && !whole) return null;
  const path = inside ? inside[2]!.replace(/\[(\d+)\]/g, '.$1') : whole![1]!;
  const problem = shorten((inside ? inside[3] : whole![2]) ?? text);
  return { path, code: 'INVALID_VALUE', message: graphqlMessages.value, params: { problem } };
}

const shorten = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);
