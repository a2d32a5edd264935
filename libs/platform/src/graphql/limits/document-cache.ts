import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { ApolloServerOptions, BaseContext } from '@apollo/server';

/** Bytes of document text kept at most; a parsed document takes about 30 times its text in memory. */
const MAX_TEXT = 2 * 1024 * 1024;

type DocumentStore = NonNullable<ApolloServerOptions<BaseContext>['documentStore']>;

/** Parsed and validated documents, the least used dropped first. */
export function documentCache(maxDocuments: number): DocumentStore {
  const cache = new LRUCache<string, DocumentNode>({
    max: maxDocuments,
    maxSize: MAX_TEXT,
    sizeCalculation: (document) => Math.max(1, document.loc?.source.body.length ?? 1),
  });
  return {
    get: (key) => Promise.resolve(cache.get(key)),
    set: (key, document) => {
      cache.set(key, document);
      return Promise.resolve();
    },
    delete: (key) => Promise.resolve(cache.delete(key)),
  };
}
