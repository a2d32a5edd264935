import { defineList, defineView, extendView, f, filter, listField, type ListTypes, type View } from '@atrium/sdk';
import { categoryView } from '../settings/settings.views';
import { Ticket } from '../ticket/ticket.type';
import { ticketPermissions } from '../tickets.permissions';
import { ticketView } from '../tickets.views';
import { ArticleKind, ArticleState, KnowledgeArticle } from './knowledge.type';

const READ = ticketPermissions['ticket:read'];

export const articleView: View = defineView({
  type: 'KnowledgeArticle',
  idType: 'article',
  table: 'atrium.knowledge_article',
  nodeAccess: [READ],
  forCustomers: ['id', 'kind', 'title', 'body', 'category', 'publishedAt'],
  fields: {
    id: f.id('article'),
    kind: f.column('kind'),
    state: f.column('state'),
    title: f.column('title'),
    body: f.column('body'),
    lesson: f.column('lesson'),
    keywords: f.column('keywords'),
    category: f.one(() => categoryView, 'category_id'),
    forCustomers: f.column('for_customers'),
    sourceTicket: f.one(() => ticketView, 'source_ticket_id'),
    usedCount: f.column('used_count'),
    authorName: f.column('author_name'),
    publishedAt: f.instant('published_at'),
    version: f.column('version'),
  },
});

export const ArticleList: ListTypes = defineList({
  view: articleView,
  node: KnowledgeArticle,
  name: 'KnowledgeArticle',
  filters: {
    kind: filter.enum('ArticleKind', ArticleKind, 'kind', 'By kind.'),
    state: filter.enum('ArticleState', ArticleState, 'state', 'By state.'),
    category: filter.id('ticket_category', 'category_id', 'Of this category.'),
  },
  orders: {
    TITLE: { columns: [{ column: 'sort_key', type: 'text' }], description: 'As people sort titles.' },
    USED: { columns: [{ column: 'used_count', type: 'int' }], description: 'By how many tickets it is linked to.' },
  },
  defaultOrder: { field: 'TITLE' },
});

const linked = (ticketId: string, tenantId: string, article: string): string =>
  `${article}.tenant_id = ${tenantId} AND ${article}.id = ANY (ARRAY(SELECT l.article_id FROM atrium.ticket_article l
    WHERE l.tenant_id = ${tenantId} AND l.ticket_id = ${ticketId}))`;

extendView(ticketView, {
  articles: {
    kind: 'many',
    list: () => ArticleList.definition,
    link: (ticket, article) => linked(`${ticket}.id`, `${ticket}.tenant_id`, article),
  },
});

/** Resolver of the articles that helped with a ticket. */
export const articlesOfTickets = listField(Ticket, 'articles', ArticleList, {
  description: 'Articles that helped with it.',
  foreignKey: (article, parent) => linked(parent, `${article}.tenant_id`, article),
});
