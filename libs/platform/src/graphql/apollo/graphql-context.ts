import type { Caller } from '../authenticator';

/** What resolvers get as GraphQL context. Their own knowledge of the caller comes from the SDK's `context()`. */
export interface GraphqlContext {
  readonly caller: Caller;
  readonly requestId: string;
}
