import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationOptions } from 'class-validator';
import { cleanText, textProblem, type CleanTextRules } from '../text';

/** Name of the constraint in a `ValidationError`. */
export const IS_CLEAN_TEXT = 'isCleanText';

/**
 * The property is a text without control characters (line break and tab only where `multiline`), of `min` (1) to `max` code
 * points. Where inputs are made into instances (class-transformer), it arrives cleaned: NFC, trimmed, line ends `\n`.
 * With `each` in the options, every member of a list. `null` and `undefined` are for `@IsOptional()`.
 */
export function IsCleanText(rules: CleanTextRules, options?: ValidationOptions): PropertyDecorator {
  const { max, min = 1 } = rules;
  if (!Number.isInteger(max) || !Number.isInteger(min) || min < 0 || max < min)
    throw new RangeError(`IsCleanText needs whole numbers 0 <= min <= max, was min ${min}, max ${max}`);
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(cleaned) : cleaned(value))),
    ValidateBy(
      {
        name: IS_CLEAN_TEXT,
        constraints: [rules],
        validator: {
          validate: (value: unknown) => typeof value === 'string' && textProblem(value, rules) === null,
          defaultMessage: (args) =>
            `${options?.each ? 'each value in ' : ''}$property ${complaint(args?.value, rules)}`,
        },
      },
      options,
    ),
  );
}

function cleaned(value: unknown): unknown {
  return typeof value === 'string' ? cleanText(value) : value;
}

function complaint(value: unknown, rules: CleanTextRules): string {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const notText = values.find((one) => typeof one !== 'string');
  if (notText !== undefined || values.includes(undefined))
    return `must be a text, was ${notText === null ? 'null' : typeof notText}`;
  const problem = values.map((one) => textProblem(one as string, rules)).find((one) => one !== null);
  const allowed = `must have ${rules.min ?? 1} to ${rules.max} characters`;
  if (problem?.code !== 'FORBIDDEN_CHARACTER') return `${allowed}, has ${problem?.length ?? 0}`;
  const breaks = rules.multiline ? 'except line break and tab' : 'nor line breaks and tabs';
  return `must have no control or direction characters (${breaks}), has ${problem.codePoint} at position ${problem.position}`;
}
