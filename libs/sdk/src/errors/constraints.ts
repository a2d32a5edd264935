import type { ErrorCode } from './atrium-error';
import type { Message } from './messages';

/** What the caller is told when the database refuses a row by one of its constraints. */
export interface ConstraintError {
  readonly code: ErrorCode;
  readonly message: Message;
  /** Input value that is at fault, e.g. `input.code`. */
  readonly field?: string;
  /** The same call can succeed later without a change. */
  readonly retryable?: boolean;
}

const constraints = new Map<string, ConstraintError>();

/**
 * Words a constraint of the database, by its name: uniqueness is checked there alone, so that two at once cannot both
 * pass. `code` is `CONFLICT` unless told otherwise (a CHECK on an input value is `VALIDATION_FAILED`).
 */
export function registerConstraint(
  name: string,
  message: Message,
  field?: string,
  options: { code?: ErrorCode; retryable?: boolean } = {},
): void {
  if (constraints.has(name)) throw new Error(`Constraint ${name} is worded twice`);
  constraints.set(name, { code: options.code ?? 'CONFLICT', message, field, retryable: options.retryable });
}

export const constraintError = (name: string): ConstraintError | undefined => constraints.get(name);
