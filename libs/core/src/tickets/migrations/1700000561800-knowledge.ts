import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GOES_WITH_TICKET, OF_TICKET, scopeOfTicket } from './of-ticket';

/** Articles of the knowledge base, cases worth learning from among them, and the tickets they helped with. */
export class Knowledge1700000561800 implements MigrationInterface {
  readonly name = 'Knowledge1700000561800';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.knowledge_article',
      // words: stems of what title, keywords and body say, for suggestions. source_ticket_id: where a case comes from.
      columns: `
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('GUIDE', 'CASE')),
        state text COLLATE "C" NOT NULL DEFAULT 'DRAFT' CHECK (state IN ('DRAFT', 'PUBLISHED', 'RETIRED')),
        title text NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        body text NOT NULL,
        lesson text,
        keywords text[] NOT NULL DEFAULT '{}',
        words text[] NOT NULL,
        category_id uuid,
        for_customers boolean NOT NULL DEFAULT false,
        source_ticket_id uuid,
        used_count integer NOT NULL DEFAULT 0,
        author_name text NOT NULL,
        published_at timestamptz,
        CHECK (kind = 'CASE' OR (source_ticket_id IS NULL AND lesson IS NULL)),
        CHECK ((state = 'DRAFT') <= (published_at IS NULL)),
        CONSTRAINT knowledge_article_category_fkey FOREIGN KEY (tenant_id, category_id)
          REFERENCES atrium.ticket_category (tenant_id, id) ON DELETE SET NULL (category_id),
        CONSTRAINT knowledge_article_source_key UNIQUE (tenant_id, source_ticket_id),
        CONSTRAINT knowledge_article_source_fkey FOREIGN KEY (tenant_id, source_ticket_id)
          REFERENCES atrium.ticket (tenant_id, id) ON DELETE SET NULL (source_ticket_id)`,
      versioned: true,
      // What the company knows is everybody’s who works there; the ticket behind a case is seen by who sees that ticket.
      scope: 'none',
      customer: { using: `state = 'PUBLISHED' AND for_customers` },
      retention: { kept: 'what the company knows, until it is retired' },
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_article',
      hasParent: true,
      columns: `
        ${OF_TICKET},
        article_id uuid NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT ticket_article_once UNIQUE (tenant_id, ticket_id, article_id),
        FOREIGN KEY (tenant_id, article_id) REFERENCES atrium.knowledge_article (tenant_id, id) ON DELETE CASCADE`,
      scope: scopeOfTicket('ticket_article'),
      retention: GOES_WITH_TICKET,
    });
    await runner.query(`
      CREATE INDEX knowledge_article_sort ON atrium.knowledge_article (tenant_id, sort_key, id);
      CREATE INDEX knowledge_article_used ON atrium.knowledge_article (tenant_id, used_count, id);
      CREATE INDEX knowledge_article_state ON atrium.knowledge_article (tenant_id, state, kind, sort_key, id);
      CREATE INDEX knowledge_article_category ON atrium.knowledge_article (tenant_id, category_id)
        WHERE category_id IS NOT NULL;
      CREATE INDEX ticket_article_article ON atrium.ticket_article (tenant_id, article_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.ticket_article, atrium.knowledge_article');
  }
}
