import { createHash } from 'node:crypto';
import { type FieldNode, getArgumentValues, type GraphQLOutputType, type GraphQLResolveInfo } from 'graphql';
import { context } from '../context/context';
import type { DbSession, Statement } from '../db/db-session';
import { notFound } from '../errors/atrium-error';
import { answerText, finishText, isAlone, NoTextError, wantsText } from './answer-text';
import { Compiler } from './compile';
import { TextCompiler } from './compile-text';
import type { PageArguments } from './page';
import { collectSelection, objectType } from './selection';
import { SqlValues } from './sql';
import type { ListDefinition, View } from './view';

/** Statements with a name stay prepared for the life of a connection, so their number is bounded. */
const MAX_NAMED = 256;
const seen = new Map<string, string | null>();

/** Names a statement the second time it is met: one-off texts are not worth a prepared statement. */
export function hot(text: string): Statement {
  const name = seen.get(text);
  if (name) return { text, name };
  if (name === null) {
    const given = `v_${createHash('sha1').update(text).digest('base64url').slice(0, 20)}`;
    seen.set(text, given);
    return { text, name: given };
  }
  if (seen.size < MAX_NAMED) seen.set(text, null);
  return { text };
}

/** The running operation's session, as the role that may read the view. */
const sessionFor = ({ plugin }: View): DbSession => {
  const { db } = context();
  return plugin ? plugin.session(db) : db;
};

/**
 * Answers a list field: one statement for the page with everything selected below it, one more when `totalCount` is
 * asked for. The arguments are taken from `info`; `narrow` adds the conditions the field itself stands for.
 */
export async function readList(
  list: ListDefinition,
  info: GraphQLResolveInfo,
  narrow: (alias: string, values: SqlValues) => string[] = () => [],
): Promise<unknown> {
  const field = info.parentType.getFields()[info.fieldName]!;
  const args = getArgumentValues(field, info.fieldNodes[0]!, info.variableValues) as PageArguments;
  const values = new SqlValues();
  if (wantsText(info)) return listText(list, info, args, (alias) => narrow(alias, values), values);
  const compiler = new Compiler(info, values);
  const selected = { type: info.returnType, nodes: info.fieldNodes as FieldNode[] };
  const connection = compiler.connection(list, args, selected, (alias) => narrow(alias, values));
  const db = sessionFor(list.view);
  const { rows, total, totalValues } = connection;
  const [page, counted] = await Promise.all([
    rows ? db.query<{ r: unknown }>(hot(`SELECT ${rows.select} AS r FROM ${rows.from}`), values.values) : [],
    total ? db.query<{ count: string }>(hot(total), values.values.slice(0, totalValues)) : [],
  ]);
  return connection.decode(
    page.map(({ r }) => r),
    counted[0] ? Number(counted[0].count) : null,
  );
}

/** {@link readList} for a field whose whole answer is made by the database. */
async function listText(
  list: ListDefinition,
  info: GraphQLResolveInfo,
  args: PageArguments,
  narrow: (alias: string) => string[],
  values: SqlValues,
): Promise<object> {
  const sets = info.fieldNodes.map((node) => node.selectionSet);
  const connection = new TextCompiler(info, values).connection(list, args, info.returnType, sets, narrow);
  const { rows, total, totalValues } = connection;
  const { db } = context();
  const [page, counted] = await Promise.all([
    rows ? db.query<{ r: string }>({ ...hot(rows), last: isAlone(info) && !total }, values.values) : [],
    total ? db.query<{ count: string }>(hot(total), values.values.slice(0, totalValues)) : [],
  ]);
  return answerText(connection.assemble(page, counted[0] ? Number(counted[0].count) : null));
}

/** {@link findOne} for a field whose whole answer is made by the database. */
async function oneText(view: View, id: string, info: GraphQLResolveInfo): Promise<object | null> {
  const values = new SqlValues();
  const compiler = new TextCompiler(info, values);
  const alias = compiler.alias();
  const where = [`${alias}.id = ${values.add(id, 'uuid')}`, ...(view.where ? [view.where(alias)] : [])].join(' AND ');
  const sets = info.fieldNodes.map((node) => node.selectionSet);
  const row = compiler.row(view, alias, info.returnType, sets);
  const [found] = await context().db.query<{ r: string }>(
    { ...hot(`SELECT ${row} AS r FROM ${view.table} ${alias} WHERE ${where}`), last: isAlone(info) },
    values.values,
  );
  return found ? answerText(finishText(found.r)) : null;
}

/** One object by its UUID with the selection of the running field; `null` when the caller sees no such row. */
export async function findOne(view: View, id: string, info: GraphQLResolveInfo): Promise<unknown> {
  if (wantsText(info)) return oneText(view, id, info);
  const [found] = await readMany(view, [id], info);
  return found ?? null;
}

/** Like {@link findOne}, but what is not there is `NOT_FOUND`. */
export async function readOne(view: View, id: string, info: GraphQLResolveInfo): Promise<unknown> {
  const found = await findOne(view, id, info);
  if (!found) throw notFound(view.type);
  return found;
}

/** `NOT_FOUND` unless the caller sees the row: for an answer that only refers to it. */
export async function requireVisible(view: View, id: string): Promise<void> {
  const where = [`t.id = $1`, ...(view.where ? [view.where('t')] : [])].join(' AND ');
  const [row] = await context().db.query(hot(`SELECT FROM ${view.table} t WHERE ${where}`), [id]);
  if (!row) throw notFound(view.type);
}

/** Objects by their UUIDs, in that order, those that are not there left out. */
export async function readMany(
  view: View,
  ids: readonly string[],
  info: Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues' | 'fieldNodes'> & {
    returnType: GraphQLOutputType;
  },
  path: readonly string[] = [],
): Promise<unknown[]> {
  if (wantsText(info)) throw new NoTextError('objects by their ids');
  if (ids.length === 0) return [];
  const values = new SqlValues();
  const compiler = new Compiler(info, values);
  const alias = compiler.alias();
  const wanted = values.add(ids, 'uuid[]');
  let sets = info.fieldNodes.map((node) => node.selectionSet);
  let type = info.returnType;
  for (const step of path) {
    const at = collectSelection(info, objectType(info, type), sets).get(step);
    if (!at) return [];
    sets = at.nodes.map((node) => node.selectionSet);
    type = at.type;
  }
  const row = compiler.row(view, alias, collectSelection(info, objectType(info, type, view.type), sets));
  const where = [`${alias}.id = ANY (${wanted})`, ...(view.where ? [view.where(alias)] : [])].join(' AND ');
  const rows = await sessionFor(view).query<{ id: string; r: unknown }>(
    hot(`SELECT ${alias}.id, ${row.sql} AS r FROM ${view.table} ${alias} WHERE ${where}`),
    values.values,
  );
  const byId = new Map(rows.map(({ id, r }) => [id, r]));
  return ids.flatMap((id) => (byId.has(id) ? [row.decode(byId.get(id))] : []));
}
