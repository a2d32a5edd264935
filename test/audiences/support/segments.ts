import type { TestClient } from '@atrium/testing';
import { change } from '../../identity/support';

export interface Segment {
  id: string;
  version: number;
  name: string;
  membership: string;
  explanation: string | null;
  rule: unknown;
  isCompanyWide: boolean;
  problems: { path: string; code: string; message: string }[];
  snapshots: {
    id: string;
    state: string;
    memberCount: number | null;
    isOfCurrentRule: boolean;
    failure: string | null;
  }[];
}
export const SEGMENT = `segment { id version name membership explanation rule isCompanyWide problems { path code message }
  snapshots { id state memberCount isOfCurrentRule failure } }`;

export const createSegment = async (
  client: TestClient,
  name: string,
  rule: object,
  more: object = {},
): Promise<Segment> =>
  (await change<{ segment: Segment }>(client, 'createSegment', 'CreateSegmentInput', { name, rule, ...more }, SEGMENT))
    .segment;

interface Page {
  totalCount: number;
  nodes: { name: string }[];
}
const PAGE = 'totalCount nodes { name }';
const PREVIEW = `query ($rule: SegmentRuleInput!) { previewSegment(rule: $rule, first: 200) { ${PAGE} } }`;
const MEMBERS = `query ($id: ID!) { segmentMembers(segmentId: $id, first: 200) { ${PAGE} } }`;

const namesOf = ({ totalCount, nodes }: Page): string[] => {
  if (totalCount !== nodes.length) throw new Error(`${totalCount} counted, ${nodes.length} listed`);
  return nodes.map(({ name }) => name).sort();
};

/** Names of those a rule chooses; the count must agree with the list. */
export const chosen = async (client: TestClient, rule: object): Promise<string[]> =>
  namesOf((await client.ok<{ previewSegment: Page }>(PREVIEW, { rule })).previewSegment);

export const members = async (client: TestClient, id: string): Promise<string[]> =>
  namesOf((await client.ok<{ segmentMembers: Page }>(MEMBERS, { id })).segmentMembers);

/** The extensions of the error that a query for members must fail with. */
export const membersRefused = async (
  client: TestClient,
  id: string,
): Promise<{ code: string; message: string } & Record<string, unknown>> => {
  const { message, extensions } = await client.fails(MEMBERS, { id });
  return { ...extensions, message };
};

/** What is wrong with a rule: path and code of each problem. */
export async function problemsOf(client: TestClient, rule: object): Promise<string[]> {
  const { extensions } = await client.fails(PREVIEW, { rule });
  if (extensions.code !== 'VALIDATION_FAILED') throw new Error(`Refused as ${extensions.code}`);
  return (extensions.fields ?? []).map(({ path, code }) => `${path} ${code}`);
}

export const explain = async (client: TestClient, rule: object): Promise<string> =>
  (
    await client.ok<{ explainSegmentRule: string }>(
      'query ($rule: SegmentRuleInput!) { explainSegmentRule(rule: $rule) }',
      { rule },
    )
  ).explainSegmentRule;

export const all = (...rules: object[]): object => ({ all: rules });
export const any = (...rules: object[]): object => ({ any: rules });
export const occupies = (...rules: object[]): object => ({
  some: { of: 'occupancy', where: rules.length === 1 ? rules[0] : { all: rules } },
});
export const isOwner = { choice: { field: 'occupancy.kind', in: ['OWNER'] } };
export const isLessee = { choice: { field: 'occupancy.kind', in: ['LESSEE'] } };
export const areaFrom = (from: string): object => ({ number: { field: 'unit.grossArea', from } });
