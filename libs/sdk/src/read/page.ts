import { AtriumError, invalidField } from '../errors/atrium-error';
import { defineMessages } from '../errors/messages';
import { DEFAULT_PAGE, MAX_PAGE } from './list';
import type { SqlValues } from './sql';
import type { ListDefinition, OrderColumn } from './view';

const messages = defineMessages('page', {
  tooLarge: {
    en: 'At most {max} rows at once, {given} were asked for.',
    'zh-CN': '每次最多 {max} 行，您请求了 {given} 行。',
  },
  negative: { en: 'Must not be negative.', 'zh-CN': '不能为负数。' },
  bothEnds: {
    en: 'Give either first (with after) or last (with before).',
    'zh-CN': '请只使用 first（配合 after）或 last（配合 before）。',
  },
  badCursor: { en: 'This cursor does not belong to this list and order.', 'zh-CN': '该游标不属于此列表及排序。' },
});

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly filter?: Record<string, unknown> | null;
  readonly orderBy?: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null;
}

export interface Page {
  readonly size: number;
  /** Read from the end towards the start. */
  readonly backward: boolean;
  readonly after: readonly unknown[] | null;
  readonly before: readonly unknown[] | null;
  readonly columns: readonly OrderColumn[];
  readonly descending: boolean;
  /** Written into cursors, so that one of another order is refused. */
  readonly orderName: string;
}

const ID: OrderColumn = { column: 'id', type: 'uuid' };

/** Checks the paging arguments of a list. */
export function readPage(list: ListDefinition, args: PageArguments): Page {
  const backward = args.last != null;
  if (
    (backward && (args.first != null || args.after != null)) ||
    (!backward && args.before != null && args.first == null)
  ) {
    throw invalidField(backward ? 'last' : 'before', 'BOTH_ENDS', messages.bothEnds);
  }
  const size = args.first ?? args.last ?? DEFAULT_PAGE;
  const name = backward ? 'last' : 'first';
  if (size < 0) throw invalidField(name, 'NEGATIVE', messages.negative);
  if (size > MAX_PAGE) {
    throw new AtriumError('LIMIT_EXCEEDED', messages.tooLarge, {
      params: { max: MAX_PAGE, given: size },
      fields: [{ path: name, code: 'TOO_LARGE', message: messages.tooLarge, params: { max: MAX_PAGE, given: size } }],
    });
  }
  const { field, direction } = args.orderBy ?? list.defaultOrder;
  const orderName = `${field}:${direction}`;
  const columns = [...list.orders[field]!.filter(({ column }) => column !== 'id'), ID];
  return {
    size,
    backward,
    columns,
    descending: direction === 'DESC',
    orderName,
    after: args.after == null ? null : decodeCursor(args.after, orderName, columns.length, 'after'),
    before: args.before == null ? null : decodeCursor(args.before, orderName, columns.length, 'before'),
  };
}

export function encodeCursor(orderName: string, keys: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([orderName, ...keys])).toString('base64url');
}

function decodeCursor(cursor: string, orderName: string, length: number, path: string): readonly unknown[] {
  try {
    const [name, ...keys] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    const plain = keys.every((key) => ['string', 'number', 'boolean'].includes(typeof key));
    if (name === orderName && keys.length === length && plain) return keys;
  } catch {
    // answered below like any other cursor that is not one
  }
  throw invalidField(path, 'INVALID_CURSOR', messages.badCursor);
}

/** Order and keyset of a page: cheap at any depth, because both come from one index. */
export function pageSql(
  page: Page,
  alias: string,
  values: SqlValues,
): { conditions: string[]; orderBy: string; keys: string } {
  const names = page.columns.map(({ column }) => `${alias}.${column}`);
  const row = `(${names.join(', ')})`;
  const bound = (keys: readonly unknown[], sign: string): string =>
    `${row} ${sign} (${page.columns.map(({ type }, index) => values.add(keys[index], type) + (type === 'text' ? ' COLLATE "C"' : '')).join(', ')})`;
  const down = page.descending;
  const direction = down !== page.backward ? 'DESC' : 'ASC';
  return {
    conditions: [
      ...(page.after ? [bound(page.after, down ? '<' : '>')] : []),
      ...(page.before ? [bound(page.before, down ? '>' : '<')] : []),
    ],
    orderBy: names.map((name) => `${name} ${direction}`).join(', '),
    keys: `json_build_array(${names.join(', ')})`,
  };
}
