import { Field, ID, InterfaceType } from '@nestjs/graphql';

/** Implemented by every type that `node(id)` finds; its view says who may (`nodeAccess`). */
@InterfaceType('Node', {
  description: 'An object with an id of its own, which `node` finds again.',
  resolveType: ({ __typename }: { __typename: string }) => __typename,
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque and stable; it begins with the name of the type.' })
  id: string;
}
