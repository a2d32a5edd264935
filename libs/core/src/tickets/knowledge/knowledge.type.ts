import { DateTimeScalar, IdField, IntField, Node, TextField, ValueField, VersionField } from '@atrium/sdk';
import { ArgsType, Field, Float, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsOptional, Length } from 'class-validator';
import { TicketCategory } from '../settings/category.type';
import { Ticket } from '../ticket/ticket.type';

export enum ArticleKind {
  GUIDE = 'GUIDE',
  CASE = 'CASE',
}
registerEnumType(ArticleKind, {
  name: 'ArticleKind',
  description: 'What an article is.',
  valuesMap: {
    GUIDE: { description: 'How something is done or answered (知识库).' },
    CASE: { description: 'A closed ticket worth learning from (案例库).' },
  },
});

export enum ArticleState {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
  RETIRED = 'RETIRED',
}
registerEnumType(ArticleState, {
  name: 'ArticleState',
  description: 'Where an article stands.',
  valuesMap: {
    DRAFT: { description: 'Being written.' },
    PUBLISHED: { description: 'Suggested and linked.' },
    RETIRED: { description: 'No longer true; kept for the tickets it is linked to.' },
  },
});

@ObjectType({
  implements: () => Node,
  description: 'Something the company knows: a guide, or a case worth learning from.',
})
export class KnowledgeArticle extends Node {
  @Field(() => ArticleKind, { description: 'What it is.' })
  kind: ArticleKind;
  @Field(() => ArticleState, { description: 'Where it stands.' })
  state: ArticleState;
  @Field({ description: 'Title.' })
  title: string;
  @Field({ description: 'The text; of a case, what happened and what was done.' })
  body: string;
  @Field(() => String, { nullable: true, description: 'What a case teaches.' })
  lesson: string | null;
  @Field(() => [String], { description: 'Further words that suggest it.' })
  keywords: string[];
  @Field(() => TicketCategory, { nullable: true, description: 'Category of the tickets it helps with.' })
  category: TicketCategory | null;
  @Field({ description: 'Do customers read it, too, once it is published?' })
  forCustomers: boolean;
  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket that a case comes from; null where the reader does not see it.',
  })
  sourceTicket: unknown;
  @Field(() => Int, { description: 'Tickets it is linked to.' })
  usedCount: number;
  @Field({ description: 'Who wrote it.' })
  authorName: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was published.' })
  publishedAt: Date | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
}

@ObjectType({ description: 'An article that helps with what is said.' })
export class ArticleSuggestion {
  @Field(() => KnowledgeArticle, { description: 'The article.' })
  article: unknown;
  @Field(() => Float, { description: 'How well it fits; higher is better, comparable within one answer.' })
  score: number;
}

const title = { description: 'Title.', max: 200 };
const body = { description: 'The text; an empty line parts paragraphs.', max: 20_000, multiline: true };
const lesson = { description: 'What it teaches.', max: 4000, multiline: true };

function Keywords(): PropertyDecorator {
  return (target, key) => {
    Field(() => [String], { description: 'Further words that suggest it, at most 50.', nullable: true })(target, key);
    IsOptional()(target, key);
    ArrayMaxSize(50)(target, key);
    ArrayUnique()(target, key);
    Length(1, 40, { each: true })(target, key);
  };
}

@InputType({ description: 'A guide for the knowledge base.' })
export class CreateArticleInput {
  @TextField(title)
  title: string;
  @TextField(body)
  body: string;
  @Keywords()
  keywords?: string[] | null;
  @IdField('ticket_category', { description: 'Category of the tickets it helps with.', nullable: true })
  categoryId?: string | null;
  @ValueField(() => Boolean, { description: 'Do customers read it, too?', defaultValue: false })
  forCustomers: boolean;
}

@InputType({ description: 'A closed ticket for the case library.' })
export class AddCaseInput {
  @IdField('ticket', { description: 'The ticket, which is closed.' })
  ticketId: string;
  @TextField(title)
  title: string;
  @TextField({ ...body, description: 'What happened and what was done, without names.' })
  body: string;
  @TextField(lesson)
  lesson: string;
  @Keywords()
  keywords?: string[] | null;
}

@InputType({ description: 'Changes to an article. What is left out stays as it is.' })
export class UpdateArticleInput {
  @IdField('article', { description: 'The article.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ ...title, nullable: true, min: 1 })
  title?: string | null;
  @TextField({ ...body, nullable: true, min: 1 })
  body?: string | null;
  @TextField({ ...lesson, description: 'What a case teaches; guides have none.', nullable: true, min: 1 })
  lesson?: string | null;
  @Keywords()
  keywords?: string[] | null;
  @IdField('ticket_category', { description: 'Category of the tickets it helps with.', nullable: true })
  categoryId?: string | null;
  @ValueField(() => Boolean, { description: 'Do customers read it, too?', nullable: true })
  forCustomers?: boolean | null;
  @ValueField(() => ArticleState, { description: 'Where it stands from now on.', nullable: true })
  state?: ArticleState | null;
}

@InputType({ description: 'An article that helped with a ticket.' })
export class LinkArticleInput {
  @IdField('ticket', { description: 'The ticket.' })
  ticketId: string;
  @IdField('article', { description: 'The article, which is published.' })
  articleId: string;
}

@ArgsType()
export class SuggestArticlesArgs {
  @TextField({
    description: 'What somebody says or writes, in Chinese or English.',
    max: 8000,
    multiline: true,
    nullable: true,
  })
  text?: string | null;
  @IntField({ description: 'How many at most.', min: 1, max: 20, defaultValue: 5 })
  first: number;
}

@ObjectType({ description: 'The article as it is now.' })
export class ArticlePayload {
  @Field(() => KnowledgeArticle, { description: 'The article.' })
  article: unknown;
}
