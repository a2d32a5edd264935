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

/** What the fields of the knowledge base demand. */
export const knowledgeValues: Samples['values'] = {
  'AddCaseInput.ticketId': [freshly(closedTicket)],
  'UpdateArticleInput.state': [value('PUBLISHED')],
  'UpdateArticleInput.forCustomers': [value(false)],
  'CreateArticleInput.forCustomers': [value(false)],
  'Mutation.updateArticle.input.id': [freshly(caseOfTicket)],
  'LinkArticleInput.articleId': [freshly(guide)],
  'Query.suggestArticles.text': [made((world) => world.markOf('article'))],
};

export const knowledgeExtras: Samples['extras'] = {
  'a guide that is published': guide,
  'a case worth learning from': caseOfTicket,
};
