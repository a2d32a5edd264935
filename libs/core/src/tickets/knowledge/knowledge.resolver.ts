import { Allow, ForCustomers, IdArg, readList, readMany, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { TicketPayload } from '../ticket/ticket.inputs';
import { ticketPermissions } from '../tickets.permissions';
import { Articles } from './articles';
import {
  AddCaseInput,
  ArticlePayload,
  ArticleSuggestion,
  CreateArticleInput,
  KnowledgeArticle,
  LinkArticleInput,
  SuggestArticlesArgs,
  UpdateArticleInput,
} from './knowledge.type';
import { ArticleList, articleView } from './knowledge.views';

const READ = ticketPermissions['ticket:read'];
const WRITE = ticketPermissions['knowledge:manage'];
const WHOLE = 'For those who see the whole company.';
const payload = (id: string): ArticlePayload => ({ article: ref('article', id) });

@Resolver()
export class KnowledgeResolver {
  constructor(private readonly articles: Articles) {}

  @Allow(READ)
  @Query(() => ArticleList.Connection, { description: 'Guides and cases, by title.' })
  knowledgeArticles(
    @Args({ type: () => ArticleList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(ArticleList.definition, info);
  }

  @ForCustomers({ staffWith: [READ] })
  @Query(() => KnowledgeArticle, { description: 'One article; of customers, one that is published for them.' })
  knowledgeArticle(
    @IdArg('id', 'article', { description: 'The article.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(articleView, id, info);
  }

  @ForCustomers({ staffWith: [READ] })
  @Query(() => [ArticleSuggestion], { description: 'Published articles that fit a text and a category, best first.' })
  async suggestArticles(
    @Args() { text, first }: SuggestArticlesArgs,
    @IdArg('categoryId', 'ticket_category', { description: 'Category of what it is about.', nullable: true })
    categoryId: string | null,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object[]> {
    const found = await this.articles.suggest(text ?? '', categoryId ?? null, first);
    const ids = found.map(({ id }) => id);
    const shown = await readMany(articleView, ids, info, ['article']);
    return found.map(({ score }, index) => ({ article: shown[index], score }));
  }

  @Allow(WRITE)
  @Mutation(() => ArticlePayload, { description: `Writes a guide, as a draft. ${WHOLE}` })
  async createArticle(@Args('input') input: CreateArticleInput): Promise<ArticlePayload> {
    return payload(await this.articles.create(input));
  }

  @Allow(WRITE)
  @Mutation(() => ArticlePayload, {
    description: `Takes a closed ticket into the case library, as a draft. CONFLICT for one that is there already. ${WHOLE}`,
  })
  async addCase(@Args('input') input: AddCaseInput): Promise<ArticlePayload> {
    return payload(await this.articles.addCase(input));
  }

  @Allow(WRITE)
  @Mutation(() => ArticlePayload, { description: `Changes, publishes or retires an article. ${WHOLE}` })
  async updateArticle(@Args('input') input: UpdateArticleInput): Promise<ArticlePayload> {
    await this.articles.update(input);
    return payload(input.id);
  }

  @Allow(ticketPermissions['ticket:work'])
  @Mutation(() => TicketPayload, { description: 'Says that an article helped with a ticket; it counts once.' })
  async linkArticle(@Args('input') { ticketId, articleId }: LinkArticleInput): Promise<TicketPayload> {
    await this.articles.link(ticketId, articleId);
    return { ticket: ref('ticket', ticketId) };
  }
}
