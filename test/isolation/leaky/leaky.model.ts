import {
  createTenantTable,
  defineList,
  definePermissions,
  defineView,
  f,
  filter,
  IdField,
  Node,
  TextField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { MigrationInterface, QueryRunner } from 'typeorm';

definePermissions({
  'leaky:read': { description: { en: 'Read notes.', 'zh-CN': '查看便签。' }, roles: ['AUDITOR'] },
  'leaky:write': { description: { en: 'Write notes.', 'zh-CN': '编写便签。' }, roles: [] },
});

/** A table with all its guards, and functions that forget about the tenant or about the communities. */
export class Leaky1900000000000 implements MigrationInterface {
  readonly name = 'Leaky1900000000000';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.leaky_note',
      columns: `
        community_id uuid NOT NULL,
        title text COLLATE "C" NOT NULL,
        FOREIGN KEY (tenant_id, community_id) REFERENCES atrium.community (tenant_id, id) ON DELETE CASCADE`,
      scope: 'community_id',
      searchable: true,
    });
    await createTenantTable(runner, {
      table: 'atrium.leaky_entry',
      columns: `
        community_id uuid NOT NULL,
        note_id uuid NOT NULL,
        FOREIGN KEY (tenant_id, community_id) REFERENCES atrium.community (tenant_id, id) ON DELETE CASCADE`,
      scope: 'community_id',
    });
    await runner.query(`
      CREATE INDEX leaky_note_title ON atrium.leaky_note (tenant_id, title, id);
      CREATE POLICY careless ON atrium.leaky_note TO atrium_owner USING (true) WITH CHECK (true);

      CREATE FUNCTION app.leaky_titles() RETURNS SETOF text
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT title FROM atrium.leaky_note
      $$;
      CREATE FUNCTION app.leaky_titles_of_tenant() RETURNS SETOF text
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        -- It names app.customer, as the catalog demands, and lets customers see all the same.
        SELECT title FROM atrium.leaky_note
        WHERE tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
          AND (current_setting('app.customer', true) IS NULL OR true)
      $$;
      GRANT CREATE ON SCHEMA app TO atrium_search;
      ALTER FUNCTION app.leaky_titles_of_tenant OWNER TO atrium_search;
      REVOKE CREATE ON SCHEMA app FROM atrium_search;
      CREATE FUNCTION app.leaky_clear() RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$ UPDATE atrium.leaky_note SET title = '' $$;
      CREATE FUNCTION app.leaky_rename(note uuid, name text) RETURNS uuid
      LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        UPDATE atrium.leaky_note SET title = name WHERE id = note RETURNING id
      $$;
    `);
  }

  async down(): Promise<void> {}
}

/** What the guards of a table keep out, once they are taken away behind the back of the catalog check. */
export const UNGUARD = `
  CREATE POLICY open ON atrium.leaky_entry TO atrium_app USING (true) WITH CHECK (true);
  ALTER POLICY customer ON atrium.leaky_entry USING (true);
  ALTER TABLE atrium.leaky_note ADD CONSTRAINT loose UNIQUE (id);
  ALTER TABLE atrium.leaky_entry ADD CONSTRAINT astray FOREIGN KEY (note_id) REFERENCES atrium.leaky_note (id);`;

@ObjectType({ implements: () => Node, description: 'A note.' })
export class LeakyNote extends Node {
  @Field({ description: 'Its title.' })
  title: string;
}

export const leakyNoteView = defineView({
  type: 'LeakyNote',
  idType: 'leaky_note',
  table: 'atrium.leaky_note',
  nodeAccess: ['leaky:read'],
  fields: { id: f.id('leaky_note'), title: f.column('title') },
});

export const LeakyNoteList = defineList({
  view: leakyNoteView,
  node: LeakyNote,
  filters: { communityId: filter.id('community', 'community_id', 'Its community.') },
  orders: { TITLE: { columns: [{ column: 'title', type: 'text' }], description: 'By title.' } },
  defaultOrder: { field: 'TITLE' },
});

@InputType({ description: 'A new note.' })
export class CreateLeakyNoteInput {
  @IdField('community', { description: 'Its community.' })
  communityId: string;
  @TextField({ description: 'Its title.', max: 40 })
  title: string;
}

@InputType({ description: 'A change of a note.' })
export class RenameLeakyNoteInput {
  @IdField('leaky_note', { description: 'Which one.' })
  id: string;
  @TextField({ description: 'Its new title.', max: 40 })
  title: string;
}

@ObjectType({ description: 'What was written.' })
export class LeakyNotePayload {
  @Field(() => LeakyNote, { description: 'The note.' })
  note: LeakyNote;
}

@ObjectType({ description: 'What has changed.' })
export class LeakyChange {
  @Field(() => LeakyNote, { nullable: true, description: 'The note; null at the beginning.' })
  note: unknown;
  @Field(() => [String], { description: 'Titles of everybody.' })
  titles: string[];
}
