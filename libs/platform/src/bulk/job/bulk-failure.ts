import { AtriumError, type Message, type MessageParams, validationFailed } from '@atrium/sdk';
import { TableError } from '../../tabular';
import { tableMessages } from './table-messages';

/** What makes a whole job fail, in words for who started it. Trying again would not help. */
export class BulkFailure extends Error {
  constructor(
    readonly code: string,
    readonly template: Message,
    readonly params: MessageParams = {},
  ) {
    super(template.text.en);
    this.name = 'BulkFailure';
  }
}

/** The failure an error stands for; null when it is a mistake of ours or will pass. */
export function asFailure(error: unknown): BulkFailure | null {
  if (error instanceof BulkFailure) return error;
  if (error instanceof TableError) {
    const { code, params } = error as TableError;
    return new BulkFailure(code, tableMessages[code], flat(params));
  }
  if (error instanceof AtriumError && error.code !== 'INTERNAL' && !error.retryable) {
    return new BulkFailure(error.code, error.template, error.params);
  }
  return null;
}

/** The same failure as the answer to a call. */
export const asValidationError = (failure: BulkFailure, path: string): AtriumError =>
  validationFailed({ path, code: failure.code, message: failure.template, params: failure.params });

const flat = (params: object): MessageParams =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value as string)]),
  );
