import { ApiClient } from '../client/api-client';
import { importFile, type ImportReport } from '../client/import-file';
import { buildingKey } from './independent-count';

/** A property company that has signed up over the API, as its own administrator sees it. */
export class Company {
  private constructor(
    readonly name: string,
    private readonly api: ApiClient,
  ) {}

  static async signUp(api: ApiClient, name: string): Promise<Company> {
    const slug = name.toLowerCase().replace(/[^a-z]+/g, '-');
    const { signUpTenant } = await api.call<{ signUpTenant: { tokens: { accessToken: string } } }>(
      'mutation ($input: SignUpTenantInput!) { signUpTenant(input: $input) { tokens { accessToken } } }',
      {
        input: {
          company: `${name} Property Services`,
          slug: `acceptance-${slug}`,
          locale: 'en',
          timeZone: 'America/New_York',
          currency: 'USD',
          admin: { name: `${name} Admin`, email: `admin@${slug}.example`, password: 'a long and quiet passphrase' },
        },
      },
    );
    return new Company(name, api.as(signUpTenant.tokens.accessToken));
  }

  importBuildings(file: string, mapping?: Record<string, string>): Promise<ImportReport> {
    return importFile(this.api, file, { kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE', mapping });
  }

  /** Every building, read page by page, as `zip|address`, with its id. */
  async buildings(): Promise<{ keys: Map<string, string>; pages: number; communities: Set<string> }> {
    const keys = new Map<string, string>();
    const communities = new Set<string>();
    let after: string | null = null;
    let pages = 0;
    do {
      const page: Page = await this.api.call<Page>(
        `query ($after: String) { buildings(first: 200, after: $after) {
           nodes { id postcode address community { name } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      for (const { id, postcode, address, community } of page.buildings.nodes) {
        keys.set(buildingKey(postcode ?? '', address ?? ''), id);
        communities.add(community.name);
      }
      pages += 1;
      after = page.buildings.pageInfo.hasNextPage ? page.buildings.pageInfo.endCursor : null;
    } while (after);
    return { keys, pages, communities };
  }

  async count(): Promise<{ buildings: number; units: number; sections: number; floors: Set<number> }> {
    const answer = await this.api.call<{
      buildings: { totalCount: number };
      sections: { totalCount: number };
      units: { totalCount: number; nodes: { floor: number }[] };
    }>('{ buildings { totalCount } sections { totalCount } units(first: 200) { totalCount nodes { floor } } }');
    return {
      buildings: answer.buildings.totalCount,
      sections: answer.sections.totalCount,
      units: answer.units.totalCount,
      floors: new Set(answer.units.nodes.map(({ floor }) => floor)),
    };
  }

  /** Does this company see the object another one has under that id? */
  async sees(id: string): Promise<boolean> {
    const { node } = await this.api.call<{ node: unknown }>('query ($id: ID!) { node(id: $id) { id } }', { id });
    return node !== null;
  }
}

interface Page {
  buildings: {
    nodes: { id: string; postcode: string | null; address: string | null; community: { name: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}
