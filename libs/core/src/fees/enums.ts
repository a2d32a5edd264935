import { registerEnumType } from '@nestjs/graphql';

/** The words of the engine as a GraphQL enum. */
export function graphqlEnum<const V extends string>(
  name: string,
  description: string,
  values: Readonly<Record<V, string>>,
): { readonly [K in V]: K } {
  const made = Object.fromEntries(Object.keys(values).map((key) => [key, key])) as { readonly [K in V]: K };
  registerEnumType(made, {
    name,
    description,
    valuesMap: Object.fromEntries(
      Object.entries<string>(values).map(([key, text]) => [key, { description: text }]),
    ) as never,
  });
  return made;
}
