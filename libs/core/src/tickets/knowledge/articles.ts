import { conflict, context, db, invalidField, newId, notFound, now, requireWholeCompany, wordsOf } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockVersion, nameKey, update } from '../../rows/rows';
import { requireRow } from '../settings/ticket-settings.service';
import { TicketState } from '../state/ticket-state';
import { TicketEventKind } from '../ticket/ticket.enums';
import { lockTicket, tell } from '../ticket/ticket-rows';
import { ticketMessages } from '../tickets.messages';
import {
  ArticleKind,
  ArticleState,
  type AddCaseInput,
  type CreateArticleInput,
  type UpdateArticleInput,
} from './knowledge.type';

/** Words of an article that count. */
const MOST_WORDS = 400;
/** A word of title or keywords says more than one of the body; the category says most. */
const WEIGHT = { title: 3, body: 1, category: 6 };

interface Words {
  readonly title: string;
  readonly body: string;
  readonly lesson?: string | null;
  readonly keywords: readonly string[];
}

const HAN = /^\p{Script=Han}$/u;

/**
 * Words that say something. Characters that are no word of the dictionary count in pairs where they follow each other
 * (渗水); one that stands alone, a letter or a digit says nothing.
 */
function saying(text: string): string[] {
  const said: string[] = [];
  let before = '';
  for (const word of wordsOf(text)) {
    const isLoose = HAN.test(word);
    if (isLoose && before !== '') said.push(before + word);
    if ([...word].length > 1) said.push(word);
    before = isLoose ? word : '';
  }
  return said;
}

/** The words of title and keywords first, marked: they count for more. */
function storedWords({ title, body, lesson, keywords }: Words): string[] {
  const first = new Set([...saying(title), ...keywords.flatMap(saying)].map((word) => `+${word}`));
  const rest = new Set([...saying(body), ...saying(lesson ?? '')].filter((word) => !first.has(`+${word}`)));
  return [...first, ...rest].slice(0, MOST_WORDS);
}

/** What the company knows: guides, and cases worth learning from. It is the whole company's. */
@Injectable()
export class Articles {
  async create(input: CreateArticleInput): Promise<string> {
    requireWholeCompany();
    await requireRow('ticket_category', 'TicketCategory', input.categoryId);
    const { title, body, forCustomers, categoryId } = input;
    return this.insert({
      ...{ kind: ArticleKind.GUIDE, title, body, lesson: null, keywords: input.keywords ?? [] },
      ...{ categoryId: categoryId ?? null, forCustomers, sourceTicketId: null },
    });
  }

  /** `CONFLICT` for a ticket that is not closed, or is in the library already. */
  async addCase({ ticketId, title, body, lesson, keywords }: AddCaseInput): Promise<string> {
    requireWholeCompany();
    const ticket = await lockTicket(ticketId);
    if (ticket.state !== TicketState.CLOSED) throw conflict(ticketMessages.notClosed);
    return this.insert({
      ...{ kind: ArticleKind.CASE, title, body, lesson, keywords: keywords ?? [] },
      ...{ categoryId: ticket.categoryId, forCustomers: false, sourceTicketId: ticketId },
    });
  }

  async update({ id, version, ...input }: UpdateArticleInput): Promise<void> {
    requireWholeCompany();
    await lockVersion('knowledge_article', 'KnowledgeArticle', id, version);
    await requireRow('ticket_category', 'TicketCategory', input.categoryId);
    const [before] = await db().query<Words & { kind: ArticleKind; published: Date | null }>(
      'SELECT kind, title, body, lesson, keywords, published_at AS published FROM atrium.knowledge_article WHERE id = $1',
      [id],
    );
    if (input.lesson != null && before!.kind === ArticleKind.GUIDE) {
      throw invalidField('input.lesson', 'NOT_A_CASE', ticketMessages.noLesson);
    }
    const after = {
      title: input.title ?? before!.title,
      body: input.body ?? before!.body,
      lesson: input.lesson ?? before!.lesson,
      keywords: input.keywords ?? before!.keywords,
    };
    const isOut = input.state === ArticleState.PUBLISHED && before!.published === null;
    await update('knowledge_article', id, {
      title: after.title,
      sort_key: nameKey(after.title),
      body: after.body,
      lesson: after.lesson,
      keywords: after.keywords,
      words: storedWords(after),
      category_id: input.categoryId,
      for_customers: input.forCustomers ?? undefined,
      state: input.state ?? undefined,
      published_at: input.state === ArticleState.DRAFT ? null : isOut ? now() : undefined,
    });
  }

  /** It helped with a ticket, which counts once. `CONFLICT` for one that is not published. */
  async link(ticketId: string, articleId: string): Promise<void> {
    await lockTicket(ticketId);
    const [article] = await db().query<{ state: ArticleState; title: string }>(
      'SELECT state, title FROM atrium.knowledge_article WHERE id = $1 FOR NO KEY UPDATE',
      [articleId],
    );
    if (!article) throw notFound('KnowledgeArticle');
    if (article.state !== ArticleState.PUBLISHED) throw conflict(ticketMessages.notPublished);
    const added = await db().execute(
      'INSERT INTO atrium.ticket_article (id, ticket_id, article_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [newId(), ticketId, articleId, now()],
    );
    if (added === 0) return;
    await db().execute('UPDATE atrium.knowledge_article SET used_count = used_count + 1 WHERE id = $1', [articleId]);
    await tell([{ ticketId, at: now(), kind: TicketEventKind.ARTICLE, facts: { articleId, title: article.title } }]);
  }

  /** Published articles that fit a text and a category, best first, with how well. Customers get those meant for them. */
  async suggest(text: string, categoryId: string | null, most: number): Promise<{ id: string; score: number }[]> {
    const words = [...new Set(saying(text))];
    if (words.length === 0 && categoryId === null) return [];
    // A row for each article: a company has hundreds of them.
    return db().query<{ id: string; score: number }>(
      {
        name: 'suggest_articles',
        text: `SELECT a.id, s.score::float8 AS score FROM atrium.knowledge_article a
          CROSS JOIN LATERAL (SELECT
            ${String(WEIGHT.title)} * (SELECT count(*) FROM unnest($1::text[]) w WHERE ('+' || w) = ANY (a.words))
            + ${String(WEIGHT.body)} * (SELECT count(*) FROM unnest($1::text[]) w WHERE w = ANY (a.words))
            + CASE WHEN a.category_id = $2 THEN ${String(WEIGHT.category)} ELSE 0 END AS score) s
          WHERE a.state = 'PUBLISHED' AND s.score > 0 ORDER BY s.score DESC, a.used_count DESC, a.id LIMIT $3`,
      },
      [words, categoryId, most],
    );
  }

  private async insert(article: {
    kind: ArticleKind;
    title: string;
    body: string;
    lesson: string | null;
    keywords: readonly string[];
    categoryId: string | null;
    forCustomers: boolean;
    sourceTicketId: string | null;
  }): Promise<string> {
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.knowledge_article (id, kind, title, sort_key, body, lesson, keywords, words, category_id,
         for_customers, source_ticket_id, author_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[id, article.kind, article.title, nameKey(article.title), article.body, article.lesson, article.keywords],
        ...[storedWords(article), article.categoryId, article.forCustomers, article.sourceTicketId],
        context().actor.name,
      ],
    );
    return id;
  }
}
