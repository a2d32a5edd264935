import { createHash } from 'node:crypto';
import {
  AtriumError,
  type CallingApp,
  defineMessages,
  PersistedOperations,
  systemActor,
  Transactions,
} from '@atrium/sdk';
import { Injectable, Optional } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { PrincipalCache } from '../../auth/principal-cache';
import type { Caller } from '../authenticator';

const messages = defineMessages('persistedOperation', {
  unknown: {
    en: 'No operation is registered for this client under {hash}.',
    'zh-CN': '此客户端未登记编号为 {hash} 的操作。',
  },
  onlyRegistered: {
    en: 'This client may run operations that are registered for it, and no other.',
    'zh-CN': '此客户端只能执行已登记的操作。',
  },
  mismatch: { en: 'The hash is not that of the document.', 'zh-CN': '编号与查询语句不符。' },
  malformed: {
    en: '"persistedQuery" takes "version" 1 and "sha256Hash" of 64 lower-case hex digits.',
    'zh-CN': '“persistedQuery” 须含 version 1 及 64 位小写十六进制的 sha256Hash。',
  },
});

/** Characters of registered documents kept in memory. */
const MAX_TEXT = 8 * 1024 * 1024;
const HASH = /^[0-9a-f]{64}$/;

/** What a client sends of its document: the text, or by the convention of Apollo's clients its hash, or both. */
export interface AskedDocument {
  readonly query?: string;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
}

export const hashOfDocument = (document: string): string => createHash('sha256').update(document).digest('hex');

/**
 * Finds the document a call asks for by its hash, and holds clients to their registered operations where that is set.
 * Which are registered is known as of at most two seconds ago, and anew at once when a change of access is told of.
 */
@Injectable()
export class PersistedDocuments {
  /** By hash, which stands for one text for good: whose it is, is asked apart. */
  private readonly texts = new LRUCache<string, string>({
    maxSize: MAX_TEXT,
    sizeCalculation: (text) => Math.max(1, text.length),
  });

  constructor(
    @Optional() private readonly cache?: PrincipalCache,
    @Optional() private readonly transactions?: Transactions,
    @Optional() private readonly operations?: PersistedOperations,
  ) {}

  /**
   * The text to run; undefined where none was sent. `PERSISTED_QUERY_NOT_FOUND` for a hash that is not registered for
   * the caller's client, or another document where only registered ones may run.
   */
  async resolve(caller: Caller, { query, extensions }: AskedDocument): Promise<string | undefined> {
    const asked = extensions?.persistedQuery;
    const hash = asked === undefined || asked === null ? null : hashIn(asked);
    if (query && hash !== null && hashOfDocument(query) !== hash) {
      throw new AtriumError('VALIDATION_FAILED', messages.mismatch);
    }
    const { app } = caller;
    if (query && !app?.registeredOnly) return query;
    const wanted = query ? hashOfDocument(query) : hash;
    if (wanted === null) return query;
    const found = app ? await this.find(caller.tenant!.id, app, wanted) : null;
    if (found !== null) return found;
    throw query
      ? new AtriumError('PERSISTED_QUERY_NOT_FOUND', messages.onlyRegistered)
      : new AtriumError('PERSISTED_QUERY_NOT_FOUND', messages.unknown, { params: { hash: wanted } });
  }

  private async find(tenantId: string, app: CallingApp, hash: string): Promise<string | null> {
    const { cache, transactions, operations } = this;
    if (!cache || !transactions || !operations) return null;
    const load = async (): Promise<object | null> => {
      const operation = 'findPersistedOperation';
      const text = await transactions.run({ tenantId, actor: systemActor(operation), readOnly: true, operation }, () =>
        operations.find(app, hash),
      );
      if (text === null) return null;
      this.texts.set(hash, text);
      return {};
    };
    const isRegistered = await cache.get(tenantId, `document:${app.kind}:${app.id}:${hash}`, load);
    if (!isRegistered) return null;
    // Another client's may have pushed it out meanwhile.
    if (!this.texts.has(hash)) await load();
    return this.texts.get(hash) ?? null;
  }
}

function hashIn(asked: unknown): string {
  const { version, sha256Hash } = asked as { version?: unknown; sha256Hash?: unknown };
  if (version === 1 && typeof sha256Hash === 'string' && HASH.test(sha256Hash)) return sha256Hash;
  throw new AtriumError('VALIDATION_FAILED', messages.malformed);
}
