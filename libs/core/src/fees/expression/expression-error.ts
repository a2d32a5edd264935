import { type Message, type MessageParams, renderMessage } from '@atrium/sdk';

/**
 * What is wrong with a formula, or with computing it. The only thing the expression language throws, whatever it is
 * given. `position` counts characters from 0; the sentence counts from 1, as people do.
 */
export class ExpressionError extends Error {
  readonly params: MessageParams;

  constructor(
    /** Stable name of the fault, such as `UNKNOWN_NAME`. */
    readonly code: string,
    readonly template: Message,
    /** Offset in the text, null when it is about the whole. */
    readonly position: number | null,
    params: MessageParams = {},
  ) {
    const all = position === null ? params : { ...params, position: String(BigInt(position) + 1n) };
    super(renderMessage(template, 'en', all));
    this.name = 'ExpressionError';
    this.params = all;
  }
}
