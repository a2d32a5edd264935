/** Units of one customer that count for the search: a developer has thousands, and is looked up by name. */
const UNITS = 30;

/**
 * The function that writes what customers are searched by.
 * @param placeWords the words of a unit `u`, as an expression of text[]
 * @param join what it needs beside `u`
 */
export const writeCustomerSearch = (placeWords: string, join = ''): string => `
  -- Brings the entries of customers up to date: their own words (those given, parted by spaces; null keeps them) and
  -- those of their aliases and of the units they are or were connected with. An alias is found by its survivor alone.
  -- Runs as the owner with scope and customer lifted, because a customer is one thing whichever part of it the caller sees;
  -- row-level security still keeps to the tenant.
  CREATE OR REPLACE FUNCTION app.write_customer_search(ids uuid[], words text[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    scope text := coalesce(current_setting('app.scope', true), '');
    customer text := coalesce(current_setting('app.customer', true), '');
  BEGIN
    PERFORM set_config('app.scope', '', true), set_config('app.customer', '', true);
    WITH given AS MATERIALIZED (
      SELECT g.id, array_to_tsvector(string_to_array(g.words, ' ')) AS own FROM unnest(ids, words) AS g(id, words)
    ), touched AS (
      SELECT g.id FROM given g
      UNION
      SELECT c.merged_into_id FROM atrium.customer c WHERE c.id = ANY (ids) AND c.merged_into_id IS NOT NULL
    )
    INSERT INTO atrium.customer_search_entry AS entry
      (id, name_key, sort_key, kind, community_ids, own, tokens)
    SELECT c.id, c.name_key, c.sort_key, c.kind,
      array_remove(coalesce(place.ids, '{}') || c.community_id || c.alias_community_ids, NULL),
      coalesce(g.own, e.own, ''),
      CASE WHEN c.merged_into_id IS NULL
        THEN coalesce(g.own, e.own, '') || coalesce(aliases.words, '') || place.words || entered.words ELSE '' END
    FROM touched JOIN atrium.customer c ON c.id = touched.id
    LEFT JOIN given g ON g.id = c.id
    LEFT JOIN atrium.customer_search_entry e ON e.tenant_id = c.tenant_id AND e.id = c.id AND g.own IS NULL
    LEFT JOIN LATERAL (
      SELECT app.tsvector_union(coalesce(ag.own, ae.own)) AS words FROM unnest(c.alias_ids) AS alias(id)
      LEFT JOIN given ag ON ag.id = alias.id
      LEFT JOIN atrium.customer_search_entry ae ON ae.tenant_id = c.tenant_id AND ae.id = alias.id
    ) aliases ON c.alias_ids <> '{}'
    CROSS JOIN LATERAL (
      SELECT array_agg(DISTINCT o.community_id) AS ids,
        app.tsvector_union(app.place_words(o.community_id, ${placeWords})) AS words
      FROM (SELECT o.unit_id, o.community_id, row_number() OVER (ORDER BY o.ends_on DESC, o.starts_on DESC, o.id) AS nth
            FROM atrium.occupancy o
            WHERE o.tenant_id = c.tenant_id AND o.customer_id = ANY (c.id || c.alias_ids)) o
      LEFT JOIN atrium.unit u ON u.tenant_id = c.tenant_id AND u.id = o.unit_id AND o.nth <= ${UNITS}
      ${join}
    ) place
    CROSS JOIN LATERAL (
      SELECT app.tsvector_union(app.place_words(x, '{}')) AS words
      FROM unnest(c.community_id || c.alias_community_ids) x WHERE x IS NOT NULL
    ) entered
    ON CONFLICT (tenant_id, id) DO UPDATE SET name_key = excluded.name_key, sort_key = excluded.sort_key,
      kind = excluded.kind, community_ids = excluded.community_ids, own = excluded.own, tokens = excluded.tokens
    WHERE (entry.name_key, entry.sort_key, entry.kind, entry.community_ids, entry.own, entry.tokens)
      IS DISTINCT FROM (excluded.name_key, excluded.sort_key, excluded.kind, excluded.community_ids, excluded.own,
        excluded.tokens);
    PERFORM set_config('app.scope', scope, true), set_config('app.customer', customer, true);
  END $$;
`;
