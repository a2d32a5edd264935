import type { Field } from './field';

/** One variable that is wrong. */
export interface ConfigProblem {
  /** Name of the environment variable. */
  name: string;
  /** What was given, with secrets masked; undefined when nothing was. */
  given?: string;
  /** Where it was given. */
  source?: string;
  /** What is allowed, or why it is needed. */
  expected: string;
}

/** The configuration is wrong; lists every wrong variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    readonly problems: readonly ConfigProblem[],
    envFile: string,
  ) {
    const count = problems.length === 1 ? 'one variable is' : `${problems.length} variables are`;
    super(
      `The configuration is wrong, ${count} to be mended:\n${problems.map(describe).join('\n')}\n` +
        `Variables come from the environment, then from ${envFile}; docs/operations/configuration.md describes them all.`,
    );
  }
}

function describe({ name, given, source, expected }: ConfigProblem): string {
  return given === undefined
    ? `- ${name} is not set: ${expected}`
    : `- ${name} is ${given}${source ? ` (${source})` : ''}: ${expected}`;
}

/** A value as it may be shown: secrets by their length only, URLs without their passwords. */
export function masked(field: Pick<Field<unknown>, 'secrecy'>, value: string): string {
  if (field.secrecy === 'secret') return `a secret of ${value.length} characters`;
  if (field.secrecy === 'open') return JSON.stringify(value);
  // A malformed URL is masked as well: whatever stands before its last @ may be a password.
  const withoutCredentials = value.replace(/^([^/]*\/\/)?.*@/s, '$1***@');
  return JSON.stringify(withoutCredentials.replace(/(pass\w*=)[^&\s]*/gi, '$1***'));
}
