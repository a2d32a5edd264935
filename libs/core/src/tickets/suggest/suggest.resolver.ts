import { db, ForCustomers, IntField, readMany, TextField } from '@atrium/sdk';
import { Args, ArgsType, Field, Float, Info, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { TicketCategory } from '../settings/category.type';
import { categoryView } from '../settings/settings.views';
import { ticketPermissions } from '../tickets.permissions';
import { suggestCategories, type SuggestedBy } from './suggest-categories.policy';

@ArgsType()
export class SuggestCategoriesArgs {
  @TextField({ description: 'What somebody says or writes, in Chinese or English.', max: 8000, multiline: true })
  text: string;
  @IntField({ description: 'How many at most.', min: 1, max: 20, defaultValue: 3 })
  first: number;
}

@ObjectType({ description: 'A category that a text speaks of.' })
export class TicketCategorySuggestion {
  @Field(() => TicketCategory, { description: 'The category.' })
  category: unknown;
  @Field(() => Float, { description: 'How much of what speaks for it the text says, from 0 to 1.' })
  score: number;
  @Field(() => [String], { description: 'Words of the category that the text has.' })
  matched: readonly string[];
}

@Resolver()
export class SuggestResolver {
  @ForCustomers({ staffWith: [ticketPermissions['ticket:read'], ticketPermissions['ticket:create']] })
  @Query(() => [TicketCategorySuggestion], {
    description: 'Categories that a text speaks of, best first; of those that new tickets can have.',
  })
  async suggestTicketCategories(
    @Args() { text, first }: SuggestCategoriesArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object[]> {
    const categories = await db().query<SuggestedBy>({
      name: 'suggested_categories',
      text: `SELECT c.id, c.name, c.place, c.subject, c.problem, c.keywords FROM atrium.ticket_category c
        WHERE c.is_active AND NOT EXISTS (SELECT FROM atrium.ticket_category b
          WHERE b.tenant_id = c.tenant_id AND b.parent_id = c.id) ORDER BY c.id`,
    });
    const found = suggestCategories(text, categories, first);
    const shown = await readMany(
      categoryView,
      found.map(({ id }) => id),
      info,
      ['category'],
    );
    return found.map(({ score, matched }, index) => ({ category: shown[index], score, matched }));
  }
}
