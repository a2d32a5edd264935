import type { ApiClient } from '../client/api-client';
import type { ReadBuilding } from './comparison';

interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly totalCount?: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Rows of a page: as many as the API gives. */
const PAGE = 200;

/** All rows of a list, page after page. */
export async function readAll<Node>(api: ApiClient, list: string, fields: string): Promise<Node[]> {
  const all: Node[] = [];
  for (let after: string | null = null; ;) {
    const data: Record<string, Connection<Node>> = await api.call(
      `query ($first: Int!, $after: String) {
        ${list}(first: $first, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } }
      }`,
      { first: PAGE, after },
    );
    const { nodes, pageInfo } = data[list]!;
    all.push(...nodes);
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}

export const readBuildings = (api: ApiClient): Promise<ReadBuilding[]> =>
  readAll(api, 'buildings', 'id address postcode location { latitude longitude } community { name }');

/** Length of a list as the API counts it. */
export async function countOf(api: ApiClient, list: string): Promise<number> {
  const data = await api.call<Record<string, { totalCount: number }>>(`{ ${list} { totalCount } }`);
  return data[list]!.totalCount;
}
