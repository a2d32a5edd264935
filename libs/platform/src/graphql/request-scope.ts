import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import { type Locale, newId, pickLocale } from '@atrium/sdk';

/** What even a request that fails before anybody knows who asks has: answers name the id and speak the language. */
export interface RequestScope {
  readonly requestId: string;
  /** From `Accept-Language`, until the caller is known. */
  locale: Locale;
  /** `performance.now()` when it came in. */
  readonly began: number;
}

/** What is needed to answer an error. */
export type ErrorScope = Pick<RequestScope, 'requestId' | 'locale'>;

export const REQUEST_ID_HEADER = 'x-request-id';
const REQUEST_ID = /^[\w.:-]{8,128}$/;

const storage = new AsyncLocalStorage<RequestScope>();

/** The scope of a request; a request id the caller sent is kept when it is harmless in a log, else a new one is made. */
export function requestScopeOf(headers: IncomingHttpHeaders): RequestScope {
  const given = headers[REQUEST_ID_HEADER];
  return {
    requestId: typeof given === 'string' && REQUEST_ID.test(given) ? given : newId(),
    locale: pickLocale(headers['accept-language']),
    began: performance.now(),
  };
}

export const runInRequestScope = <T>(scope: RequestScope, task: () => T): T => storage.run(scope, task);

/** The request being answered; a fresh scope outside of one, so that an error can always be answered. */
export const requestScope = (): RequestScope =>
  storage.getStore() ?? { requestId: newId(), locale: 'en', began: performance.now() };
