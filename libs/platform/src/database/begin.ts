import { isUuid, type Actor, type ClientInfo } from '@atrium/sdk';
import { isTraceparent } from '../observability/tracing';

/** What a transaction is told about its operation. */
export interface TransactionSettings {
  readonly tenantId: string | null;
  readonly communityScope: readonly string[] | null;
  readonly readOnly: boolean;
  readonly actor: Actor;
  readonly requestId: string;
  readonly client: ClientInfo;
  /** W3C traceparent, which jobs and events take along; null while traces are off. */
  readonly trace?: string | null;
}

const uuid = (value: string): string => {
  if (!isUuid(value)) throw new Error(`Not a UUID: ${JSON.stringify(value)}`);
  return value;
};

/**
 * The one place where settings are written into SQL. The message has several statements, so it takes no parameters:
 * only checked UUIDs and base64 stand in it, whatever a caller's name or address contains.
 */
export function beginStatement(settings: TransactionSettings): string {
  const { tenantId, readOnly, actor } = settings;
  const values: [string, string][] = [
    ['app.tenant_id', tenantId === null ? '' : uuid(tenantId)],
    ...limitsOf(settings),
    // For the few tables whose rows are each for one person.
    ['app.actor_id', actor.id === null ? '' : uuid(actor.id)],
  ];
  // What is the platform's own answers only while a session of an operator is named.
  if (actor.kind === 'OPERATOR' && actor.sessionId !== null) {
    values.push(['app.operator_session', uuid(actor.sessionId)]);
  }
  if (settings.trace != null) {
    if (!isTraceparent(settings.trace)) throw new Error('Not a traceparent');
    values.push(['app.trace', settings.trace]);
  }
  if (!readOnly) {
    const cause = {
      id: actor.id,
      kind: actor.kind,
      name: actor.name,
      roles: actor.roles,
      requestId: settings.requestId,
      client: settings.client.name,
      ip: settings.client.ip,
    };
    values.push(['app.audit', Buffer.from(JSON.stringify(cause)).toString('base64')]);
  }
  const settingsSql = values.map(([name, value]) => `set_config('${name}', '${value}', true)`).join(', ');
  return `BEGIN${readOnly ? ' READ ONLY' : ''}; SELECT ${settingsSql}`;
}

/** What who acts is limited to, by policies of every table: a data scope; of a customer, what is its own. */
const limitsOf = ({
  communityScope,
  actor,
}: Pick<TransactionSettings, 'communityScope' | 'actor'>): [string, string][] => [
  ['app.scope', communityScope === null ? '' : `{${idsOf(communityScope)}}`],
  ['app.customer', actor.kind === 'CUSTOMER' ? `{${idsOf(actor.customerIds ?? [])}}` : ''],
];

/** Lifts those limits for a statement, and puts them back. */
export function limitStatements(settings: Pick<TransactionSettings, 'communityScope' | 'actor'>): {
  lift: string;
  restore: string;
} {
  const set = (values: readonly [string, string][]): string =>
    values.map(([name, value]) => `SET LOCAL ${name} = '${value}'`).join('; ');
  const limits = limitsOf(settings);
  return { lift: set(limits.map(([name]) => [name, ''])), restore: set(limits) };
}

const NIL = '00000000-0000-0000-0000-000000000000';
/** An actor limited to nothing at all sees nothing: the nil UUID stands for the empty list. */
const idsOf = (ids: readonly string[]): string => (ids.length === 0 ? NIL : ids.map(uuid).join(','));

/** Names an operation for the audit log; a GraphQL field's or a job's name, nothing a caller can choose freely. */
export function operationStatement(operation: string): string {
  if (!/^[\w.:-]{1,80}$/.test(operation)) throw new Error(`Not an operation name: ${JSON.stringify(operation)}`);
  return `SELECT set_config('app.operation', '${operation}', true)`;
}
