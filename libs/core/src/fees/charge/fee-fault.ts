import { type Message, type MessageParams, renderMessage } from '@atrium/sdk';

/** Why an assignment cannot be computed. Never leaves the engine: it becomes a `Fault` of the result. */
export class FeeFault extends Error {
  constructor(
    readonly code: string,
    readonly template: Message,
    readonly params: MessageParams,
  ) {
    super(renderMessage(template, 'en', params));
    this.name = 'FeeFault';
  }
}
