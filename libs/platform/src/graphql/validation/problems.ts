import { defineMessages, type FieldProblem, idProblem, type MessageParams, ruleOf, UndecodedId } from '@atrium/sdk';
import { getMetadataStorage, type ValidationError } from 'class-validator';

const messages = defineMessages('validation', {
  invalid: { en: 'Is not valid: {reason}.', 'zh-CN': '内容无效：{reason}。' },
});

/** A broken rule for each wrong value, the path dotted as in the variables: `input.contacts.0.value`. */
export function problemsOf(errors: readonly ValidationError[], prefix: string): FieldProblem[] {
  return errors.flatMap((error) => {
    const path = prefix ? `${prefix}.${error.property}` : error.property;
    const own = Object.entries(error.constraints ?? {}).flatMap(([name, text]) => problem(error, name, text, path));
    return [...own, ...problemsOf(error.children ?? [], path)];
  });
}

function problem(error: ValidationError, name: string, text: string, path: string): FieldProblem[] {
  const constraints = constraintsOf(error, name);
  if (name === 'isIdOf') return wrongIds(error.value, path, String(constraints[0]));
  const rule = ruleOf(name);
  if (!rule) return [{ path, code: 'INVALID_VALUE', message: messages.invalid, params: { reason: text } }];
  const params: MessageParams = rule.params?.(constraints) ?? {};
  return [{ path, code: rule.code, message: rule.message, params }];
}

/** What the rule was given, e.g. `[1]` of `@Min(1)`: class-validator itself only says it in English. */
function constraintsOf(error: ValidationError, name: string): readonly unknown[] {
  const target = error.target?.constructor;
  if (!target) return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(target, '', false, false);
  const rule = rules.find((one) => one.propertyName === error.property && one.name === name);
  return (rule?.constraints as unknown[] | undefined) ?? [];
}

function wrongIds(value: unknown, path: string, type: string): FieldProblem[] {
  if (!Array.isArray(value)) return wrongId(value, path, type);
  return value.flatMap((one: unknown, index) => wrongId(one, `${path}.${index}`, type));
}

const wrongId = (value: unknown, path: string, type: string): FieldProblem[] =>
  value instanceof UndecodedId ? [idProblem(path, value.given, value.problem, type)] : [];
