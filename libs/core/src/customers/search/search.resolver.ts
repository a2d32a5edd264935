import { Allow, IdField, IntField, NestedField, PageInfo, RAW_ID, readMany, TextField, ValueField } from '@atrium/sdk';
import { Args, ArgsType, Field, Info, InputType, ObjectType, Query, registerEnumType, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { CustomerKind } from '../customer/customer-kind';
import { Customer } from '../customer/customer.type';
import { customerView } from '../customers.views';
import { CustomerMatch, searchCustomers } from './search-customers';

registerEnumType(CustomerMatch, {
  name: 'CustomerMatch',
  description: 'How a customer answers to a search.',
  valuesMap: {
    EXACT_NAME: { description: 'What was typed is the whole name.' },
    NAME: { description: 'The name has all that was typed.' },
    PHONE_OR_UNIT: { description: 'Name, phones and units together have it.' },
    ANYWHERE: { description: 'With the addresses of the units they have it.' },
  },
});

@InputType({ description: 'Conditions on the customers found; all of them must hold.' })
export class CustomerSearchFilter {
  @ValueField(() => CustomerKind, { description: 'Persons or organisations only.', nullable: true })
  kind?: CustomerKind | null;
  @IdField('community', {
    description: 'Only customers that have or had to do with this community.',
    nullable: true,
  })
  communityId?: string | null;
}

@ArgsType()
export class SearchCustomersArgs {
  @TextField({
    description:
      'Name (张伟, zhangwei, zw), phone (whole, its beginning or last four digits), unit (3-2-1101, 3栋1101), customer number, words of an address, or several of these: 张伟 1101.',
    max: 100,
  })
  query: string;
  @NestedField(() => CustomerSearchFilter, { description: 'Conditions.', nullable: true })
  filter?: CustomerSearchFilter | null;
  @IntField({ description: 'How many at most.', min: 1, max: 100, defaultValue: 20 })
  first: number;
  @TextField({ description: 'Only customers after this cursor.', nullable: true, max: 2000 })
  after?: string | null;
}

@ObjectType({ description: 'One customer found, with its place.' })
export class CustomerSearchEdge {
  @Field({ description: 'Opaque place in the answer, for `after`.' })
  cursor: string;
  @Field(() => CustomerMatch, { description: 'How the customer answers to the search.' })
  match: CustomerMatch;
  @Field(() => Customer, { description: 'The customer.' })
  node: Customer;
}

@ObjectType({ description: 'A page of customers found, best first (Relay).' })
export class CustomerSearchConnection {
  @Field(() => [CustomerSearchEdge], { description: 'The page, each with its cursor and how it was found.' })
  edges: CustomerSearchEdge[];
  @Field(() => [Customer], { description: 'The page, without cursors.' })
  nodes: Customer[];
  @Field(() => PageInfo, { description: 'Where this page stands.' })
  pageInfo: PageInfo;
}

@Resolver()
export class CustomerSearchResolver {
  @Allow('customer:read')
  @Query(() => CustomerSearchConnection, {
    description:
      'Customers by name, phone, unit or address, in Chinese, pinyin and English, best first. An alias is found by its survivor.',
  })
  async searchCustomers(@Args() args: SearchCustomersArgs, @Info() info: GraphQLResolveInfo) {
    const { query, filter, first, after } = args;
    const found = await searchCustomers({
      text: query,
      kind: filter?.kind ?? null,
      communityId: filter?.communityId ?? null,
      after: after || null,
      first: first + 1,
    });
    const hits = found.slice(0, first);
    const ids = hits.map(({ id }) => id);
    const [nodes, onEdges] = await Promise.all([
      readMany(customerView, ids, info, ['nodes']),
      readMany(customerView, ids, info, ['edges', 'node']),
    ]);
    const byId = new Map((onEdges as { [RAW_ID]: string }[]).map((row) => [row[RAW_ID], row]));
    return {
      edges: hits.map(({ id, match, cursor }) => ({ cursor, match, node: byId.get(id) })),
      nodes,
      pageInfo: {
        hasNextPage: found.length > first,
        hasPreviousPage: Boolean(after),
        startCursor: hits[0]?.cursor ?? null,
        endCursor: hits.at(-1)?.cursor ?? null,
      },
    };
  }
}
