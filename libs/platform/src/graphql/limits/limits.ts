/** What one request may ask for. Every refusal is `QUERY_TOO_COMPLEX` and names what and the limit. */
export interface GraphqlLimits {
  /** Cost of one operation, see {@link measure}. */
  readonly maxCost: number;
  /** Levels of fields, introspection left out. */
  readonly maxDepth: number;
  /** Aliased fields of one operation, fragments resolved. */
  readonly maxAliases: number;
  readonly maxTokens: number;
  /** UTF-8 bytes of the document. */
  readonly maxDocumentBytes: number;
  /** Bytes of the whole HTTP body, variables included. */
  readonly maxRequestBytes: number;
  /** Operations in one HTTP request; 1 switches batching off. */
  readonly maxBatch: number;
  /** Documents kept parsed and validated. */
  readonly documentCacheSize: number;
}
