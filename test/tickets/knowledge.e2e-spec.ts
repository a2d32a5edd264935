import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { enterRegister, type Register } from '../customers/support/register';
import { change, refusal } from '../identity/support';
import { assign, history, me, move, take, type Ticket } from './support';

let platform: TestPlatform;
let admin: TestClient;
let agent: TestClient;
let writer: TestClient;
let stranger: TestClient;
let places: Register;

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  agent = await platform.as('SERVICE_AGENT');
  writer = await platform.as('QUALITY_INSPECTOR');
  stranger = await platform.as('ADMIN', { tenant: 'b' });
  places = await enterRegister(admin);
});

afterAll(() => platform.close());

const ARTICLE = `id version kind state title body lesson keywords usedCount forCustomers authorName publishedAt
  category { id } sourceTicket { id }`;
interface Article {
  id: string;
  version: number;
  state: string;
  title: string;
  usedCount: number;
  publishedAt: string | null;
  sourceTicket: { id: string } | null;
}
const write = async (
  mutation: string,
  type: string,
  input: Record<string, unknown>,
  client = writer,
): Promise<Article> =>
  (await change<{ article: Article }>(client, mutation, type, input, `article { ${ARTICLE} }`)).article;
const publish = ({ id, version }: Article, more: Record<string, unknown> = {}): Promise<Article> =>
  write('updateArticle', 'UpdateArticleInput', { id, version, state: 'PUBLISHED', ...more });
const suggest = async (client: TestClient, args: Record<string, unknown>): Promise<string[]> =>
  (
    await client.ok<{ suggestArticles: { article: { title: string }; score: number }[] }>(
      'query ($text: String, $categoryId: ID) { suggestArticles(text: $text, categoryId: $categoryId) { score article { title } } }',
      args,
    )
  ).suggestArticles.map(({ article }) => article.title);

async function closed(): Promise<Ticket> {
  let ticket = await move(agent, await take(agent, { communityId: places.heYuan }), 'TRIAGED');
  ticket = await assign(agent, ticket, { assigneeId: await me(agent) });
  for (const to of ['IN_PROGRESS', 'RESOLVED', 'CLOSED']) ticket = await move(agent, ticket, to);
  return ticket;
}

describe('the knowledge base', () => {
  it('suggests what is published, by text and category, and counts what helped', async () => {
    const { ticketCategories } = await admin.ok<{ ticketCategories: { nodes: { id: string }[] } }>(
      'query { ticketCategories(filter: { subject: { eq: "水管" } }) { nodes { id } } }',
    );
    const categoryId = ticketCategories.nodes[0]!.id;
    const leak = { title: '水管漏水如何止水', body: '先关入户总阀，再拍照登记。', keywords: ['渗水'], categoryId };
    const draft = await write('createArticle', 'CreateArticleInput', leak);
    expect(draft).toMatchObject({ kind: 'GUIDE', state: 'DRAFT', publishedAt: null, usedCount: 0 });
    const lift = await write('createArticle', 'CreateArticleInput', {
      title: '电梯困人处置',
      body: '安抚乘客，通知维保；同时说明漏水不得进入井道。',
    });
    expect(await suggest(agent, { text: '家里漏水了' })).toEqual([]);
    const article = await publish(draft);
    await publish(lift);
    // What the title says counts for more than the body.
    expect(await suggest(agent, { text: '家里漏水了怎么办' })).toEqual(['水管漏水如何止水', '电梯困人处置']);
    expect(await suggest(agent, { text: '渗水' })).toEqual(['水管漏水如何止水']);
    expect(await suggest(agent, { categoryId })).toEqual(['水管漏水如何止水']);
    expect(await suggest(agent, { text: '你好' })).toEqual([]);
    expect(await suggest(stranger, { text: '漏水' })).toEqual([]);
    const ticket = await take(agent, { communityId: places.heYuan });
    const link = { ticketId: ticket.id, articleId: article.id };
    const shown = 'ticket { articles { nodes { title usedCount } } }';
    for (let twice = 0; twice < 2; twice++) {
      expect(await change(agent, 'linkArticle', 'LinkArticleInput', link, shown)).toEqual({
        ticket: { articles: { nodes: [{ title: '水管漏水如何止水', usedCount: 1 }] } },
      });
    }
    expect((await history(agent, ticket.id)).map(({ kind }) => kind)).toEqual(['CREATED', 'ARTICLE']);
    expect(await refusal(stranger, 'linkArticle', 'LinkArticleInput', link)).toMatchObject({ code: 'NOT_FOUND' });
    const now = { ...article, version: article.version };
    await write('updateArticle', 'UpdateArticleInput', { id: now.id, version: now.version, state: 'RETIRED' });
    expect(await suggest(agent, { text: '渗水' })).toEqual([]);
    const other = await take(agent, { communityId: places.heYuan });
    expect(
      await refusal(agent, 'linkArticle', 'LinkArticleInput', { ticketId: other.id, articleId: article.id }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'ticket.notPublished' });
  });

  it('is read by customers where it is published for them, and written by who may', async () => {
    const customer = await platform.as('CUSTOMER');
    const made = await write('createArticle', 'CreateArticleInput', {
      title: '装修须知',
      body: '工作日八点至十八点施工。',
    });
    const inside = await publish(made);
    expect(await suggest(customer, { text: '装修' })).toEqual([]);
    const read = 'query ($id: ID!) { knowledgeArticle(id: $id) { title body } }';
    expect((await customer.fails(read, { id: inside.id })).extensions).toMatchObject({ code: 'NOT_FOUND' });
    await publish(inside, { forCustomers: true });
    expect(await suggest(customer, { text: '装修时间' })).toEqual(['装修须知']);
    expect(await customer.ok(read, { id: inside.id })).toMatchObject({ knowledgeArticle: { title: '装修须知' } });
    expect(
      (await customer.fails('query ($id: ID!) { knowledgeArticle(id: $id) { usedCount } }', { id: inside.id }))
        .extensions,
    ).toMatchObject({
      code: 'FORBIDDEN',
    });
    const input = { title: '甲', body: '乙' };
    expect(await refusal(agent, 'createArticle', 'CreateArticleInput', input)).toMatchObject({ code: 'FORBIDDEN' });
    const limited = await platform.as('QUALITY_INSPECTOR', { communities: [platform.uuid(places.heYuan)] });
    expect(await refusal(limited, 'createArticle', 'CreateArticleInput', input)).toMatchObject({
      code: 'FORBIDDEN',
      messageKey: 'common.wholeCompany',
    });
    expect(
      await refusal(writer, 'updateArticle', 'UpdateArticleInput', { id: inside.id, version: 1, title: '丙' }),
    ).toMatchObject({ code: 'CONFLICT' });
    expect(
      await refusal(writer, 'updateArticle', 'UpdateArticleInput', { id: inside.id, version: 3, lesson: '无' }),
    ).toMatchObject({ fields: [{ code: 'NOT_A_CASE' }] });
  });
});

it('takes closed cases worth learning from into the case library, once', async () => {
  const open = await take(agent, { communityId: places.heYuan });
  const lesson = { title: '水箱清洗后浑水', body: '清洗后未排净即供水。', lesson: '清洗后先排放十分钟再供水。' };
  const add = { ...lesson, ticketId: open.id };
  expect(await refusal(writer, 'addCase', 'AddCaseInput', add)).toMatchObject({
    code: 'CONFLICT',
    messageKey: 'ticket.notClosed',
  });
  const ticket = await closed();
  const made = await write('addCase', 'AddCaseInput', { ...lesson, ticketId: ticket.id });
  expect(made).toMatchObject({ kind: 'CASE', state: 'DRAFT', sourceTicket: { id: ticket.id }, lesson: lesson.lesson });
  expect(await refusal(writer, 'addCase', 'AddCaseInput', { ...lesson, ticketId: ticket.id })).toMatchObject({
    code: 'CONFLICT',
  });
  await publish(made);
  const { knowledgeArticles } = await agent.ok<{ knowledgeArticles: { nodes: Article[] } }>(
    `{ knowledgeArticles(filter: { kind: { eq: CASE }, state: { eq: PUBLISHED } }) { nodes { ${ARTICLE} } } }`,
  );
  expect(knowledgeArticles.nodes.map(({ title }) => title)).toEqual(['水箱清洗后浑水']);
  // Who does not see the ticket sees the case, and not what is behind it.
  const elsewhere = await platform.as('SERVICE_AGENT', { communities: [platform.uuid(places.jinGui)] });
  const seen = await elsewhere.ok<{ knowledgeArticle: Article }>(
    `query ($id: ID!) { knowledgeArticle(id: $id) { ${ARTICLE} } }`,
    { id: made.id },
  );
  expect(seen.knowledgeArticle).toMatchObject({ title: lesson.title, sourceTicket: null });
});
