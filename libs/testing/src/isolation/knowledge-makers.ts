import { change } from './core-makers';
import { freshly, made, type Maker, type Samples, value } from './samples';
import { waitingTicket } from './ticket-makers';
import type { World } from './world';

type Made = { article: { id: string; version: number } };
const MADE = 'article { id version }';

async function published(world: World, { id, version }: Made['article']): Promise<string> {
  const input = { id, version, state: 'PUBLISHED', forCustomers: false };
  const { article } = await change<Made>(world.owner.client, 'updateArticle', 'UpdateArticleInput', input, MADE);
  world.versions.set(article.id, article.version);
  // What the company knows is all its communities'.
  world.nextStep();
  return article.id;
}

/** A ticket that is done and over; answers its id. */
export const closedTicket: Maker = async (world, tools) => {
  const { client } = world.owner;
  type Answer = { ticket: { id: string; version: number } };
  const shown = 'ticket { id version }';
  const id = await waitingTicket(world, tools);
  const { ticket } = await client.ok<Answer>('query ($id: ID!) { ticket(id: $id) { id version } }', { id });
  const given = { ...ticket, assigneeId: world.id('staff') };
  let made = (await change<Answer>(client, 'assignTicket', 'AssignTicketInput', given, shown)).ticket;
  for (const to of ['IN_PROGRESS', 'RESOLVED', 'CLOSED']) {
    made = (await change<Answer>(client, 'moveTicket', 'MoveTicketInput', { ...made, to }, shown)).ticket;
  }
  return id;
};

/** A guide that is published; answers its id. */
const guide: Maker = async (world) => {
  const input = { title: world.text('words'), body: world.text('words') };
  const { article } = await change<Made>(world.owner.client, 'createArticle', 'CreateArticleInput', input, MADE);
  return published(world, article);
};

/** A case of a closed ticket. */
const caseOfTicket: Maker = async (world, tools) => {
  const input = {
    ticketId: await closedTicket(world, tools),
    ...{ title: world.text('words'), body: world.text('words'), lesson: world.text('words') },
  };
  const { article } = await change<Made>(world.owner.client, 'addCase', 'AddCaseInput', input, MADE);
  return published(world, article);
};

/** A ticket that a guide helped with. */
const helpedTicket: Maker = async (world, tools) => {
  const articleId = await guide(world, tools);
  const ticketId = await waitingTicket(world, tools);
  await change(world.owner.client, 'linkArticle', 'LinkArticleInput', { ticketId, articleId }, '__typename');
  return ticketId;
};

/** What the articles of the world's company are called. */
async function titles({ owner }: World): Promise<string> {
  type Answer = { knowledgeArticles: { nodes: readonly { title: string }[] } };
  const { knowledgeArticles } = await owner.client.ok<Answer>('{ knowledgeArticles(first: 50) { nodes { title } } }');
  const said = knowledgeArticles.nodes.map(({ title }) => title).join(' ');
  return `? ${said}`.slice(0, 7000);
}

/** What the fields of the knowledge base demand. */
export const knowledgeValues: Samples['values'] = {
  'AddCaseInput.ticketId': [freshly(closedTicket)],
  'UpdateArticleInput.state': [value('PUBLISHED')],
  'UpdateArticleInput.forCustomers': [value(false)],
  'CreateArticleInput.forCustomers': [value(false)],
  'Mutation.updateArticle.input.id': [freshly(caseOfTicket)],
  'LinkArticleInput.articleId': [freshly(guide)],
  'Query.suggestArticles.text': [made(titles)],
};

export const knowledgeExtras: Samples['extras'] = {
  'a ticket that a guide helped with': helpedTicket,
  'a case worth learning from': caseOfTicket,
};
