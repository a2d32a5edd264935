import { createHash } from 'node:crypto';
import {
  AccessChanges,
  AtriumError,
  type CallingApp,
  conflict,
  currentTenant,
  db,
  newId,
  notFound,
  OperationDocuments,
  PersistedOperations,
  sortKey,
} from '@atrium/sdk';
import { Injectable, Optional } from '@nestjs/common';
import { appMessages } from '../apps.messages';

type Client = Pick<CallingApp, 'kind' | 'id'>;

/** Most operations of one client: large apps have some hundreds. */
const MOST_OF_A_CLIENT = 2_000;

const COLUMNS = { API_CLIENT: 'api_client_id', PUBLIC_CLIENT: 'public_client_id' } as const;
const TABLES = { API_CLIENT: 'atrium.api_client', PUBLIC_CLIENT: 'atrium.public_client' } as const;

const FIND = {
  API_CLIENT: find('API_CLIENT'),
  PUBLIC_CLIENT: find('PUBLIC_CLIENT'),
} as const;

function find(kind: CallingApp['kind']): { name: string; text: string } {
  return {
    name: `persisted_operation_${kind.toLowerCase()}`,
    text: `SELECT document FROM atrium.persisted_operation WHERE hash = $1 AND ${COLUMNS[kind]} = $2`,
  };
}

const APP = {
  name: 'app_of_session',
  text: `SELECT c.id, c.registered_only FROM atrium.public_client_session s
    JOIN atrium.public_client c ON c.tenant_id = s.tenant_id AND c.id = s.client_id WHERE s.session_id = $1`,
};

/** Registers documents for programs, and finds them when they are called. */
@Injectable()
export class RegisteredOperations extends PersistedOperations {
  constructor(
    private readonly access: AccessChanges,
    /** A worker serves no schema, and registers nothing. */
    @Optional() private readonly documents?: OperationDocuments,
  ) {
    super();
  }

  /**
   * Answers the UUID; the same for a document that is registered already, whose name is then the one given.
   * `VALIDATION_FAILED` for a document that does not fit the schema, `QUERY_TOO_COMPLEX` for one beyond a limit.
   */
  async register(client: Client, { name, document }: { name: string; document: string }): Promise<string> {
    const inspected = this.documents!.inspect(document, 'input.document');
    await requireRoom(client);
    const [row] = await db().query<{ id: string }>(
      `INSERT INTO atrium.persisted_operation
         (id, ${COLUMNS[client.kind]}, hash, name, sort_key, document, kind, cost)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT ON CONSTRAINT persisted_operation_once DO UPDATE
         SET name = excluded.name, sort_key = excluded.sort_key, cost = excluded.cost
       RETURNING id`,
      [
        ...[newId(), client.id, createHash('sha256').update(document).digest('hex')],
        ...[name, sortKey(name, currentTenant().locale)],
        ...[document, inspected.kind, inspected.cost],
      ],
    );
    await this.access.announce();
    return row!.id;
  }

  /** Answers the hash it was called by. */
  async remove(id: string): Promise<string> {
    const [row] = await db().query<{ hash: string }>(
      'DELETE FROM atrium.persisted_operation WHERE id = $1 RETURNING hash',
      [id],
    );
    if (!row) throw notFound('PersistedOperation');
    await this.access.announce();
    return row.hash;
  }

  async appOf(sessionId: string): Promise<CallingApp | null> {
    const [row] = await db().query<{ id: string; registered_only: boolean }>(APP, [sessionId]);
    return row ? { kind: 'PUBLIC_CLIENT', id: row.id, registeredOnly: row.registered_only } : null;
  }

  async find({ kind, id }: CallingApp, hash: string): Promise<string | null> {
    const [row] = await db().query<{ document: string }>(FIND[kind], [hash, id]);
    return row?.document ?? null;
  }
}

/** Locks the client: those who register for it at once are counted one after the other. */
async function requireRoom({ kind, id }: Client): Promise<void> {
  const [client] = await db().query<{ revoked: boolean }>(
    `SELECT revoked_at IS NOT NULL AS revoked FROM ${TABLES[kind]} WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (!client) throw notFound(kind === 'API_CLIENT' ? 'ApiClient' : 'PublicClient');
  if (client.revoked) throw conflict(appMessages.revoked);
  const [row] = await db().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM atrium.persisted_operation WHERE ${COLUMNS[kind]} = $1`,
    [id],
  );
  if (row!.count < MOST_OF_A_CLIENT) return;
  throw new AtriumError('LIMIT_EXCEEDED', appMessages.tooManyOperations, {
    params: { limit: MOST_OF_A_CLIENT },
    extra: { what: 'persistedOperations', limit: MOST_OF_A_CLIENT },
  });
}
