import type { CallingApp } from '../auth/calling-app';

/** Documents registered for a program that calls the API. Provided by the context that knows such programs. */
export abstract class PersistedOperations {
  /** The app a session was given to; null for one that began without. Inside a transaction of the tenant. */
  abstract appOf(sessionId: string): Promise<CallingApp | null>;
  /**
   * The document registered for the app under its SHA-256 (lower-case hex digits); null where there is none. Inside a
   * transaction of the tenant.
   */
  abstract find(app: CallingApp, hash: string): Promise<string | null>;
}

export type OperationKind = 'QUERY' | 'MUTATION' | 'SUBSCRIPTION';

/** What a document asks for. */
export interface InspectedDocument {
  readonly kind: OperationKind;
  /** Cost points, with 20 for every page size that a variable leaves open. */
  readonly cost: number;
}

/** Judges documents that are to be kept, by the rules that every call is held to. Only where the API is served. */
export abstract class OperationDocuments {
  /**
   * `VALIDATION_FAILED` on `path` for a document that does not fit the schema or has not exactly one operation,
   * `QUERY_TOO_COMPLEX` for one that goes over a limit.
   */
  abstract inspect(document: string, path: string): InspectedDocument;
}
