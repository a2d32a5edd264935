import {
  createTenantTable,
  defineList,
  definePermissions,
  defineView,
  f,
  filter,
  IdempotencyKeyField,
  IdField,
  IntField,
  type ListTypes,
  LocalDateScalar,
  MoneyInput,
  NestedField,
  Node,
  registerConstraint,
  TextField,
  ValueField,
  defineMessages,
  type View,
} from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export const samplePermissions = definePermissions({
  'sample:read': { description: { en: 'Read notes', 'zh-CN': '查看便签' }, roles: [] },
  'sample:write': { description: { en: 'Write notes', 'zh-CN': '编写便签' }, roles: [] },
});

const messages = defineMessages('sample', {
  titleTaken: { en: 'There is a note with this title.', 'zh-CN': '已有同名便签。' },
});
registerConstraint('sample_note_title_key', messages.titleTaken, 'input.title');

export class SampleNotes1900000000000 implements MigrationInterface {
  readonly name = 'SampleNotes1900000000000';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.sample_note',
      columns: `
        title text COLLATE "C" NOT NULL,
        parent_id uuid,
        weight integer NOT NULL DEFAULT 0 CHECK (weight >= 0),
        late integer NOT NULL DEFAULT 0,
        FOREIGN KEY (tenant_id, parent_id) REFERENCES atrium.sample_note (tenant_id, id),
        CONSTRAINT sample_note_title_key UNIQUE (tenant_id, title)`,
      scope: 'none',
    });
    await runner.query(`
      -- Refused at the commit alone.
      CREATE FUNCTION app.sample_refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'too late' USING ERRCODE = '40001'; END $$;
      CREATE CONSTRAINT TRIGGER sample_late AFTER INSERT ON atrium.sample_note DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.late = 1) EXECUTE FUNCTION app.sample_refuse_late();
    `);
  }

  async down(): Promise<void> {}
}

@ObjectType({ implements: () => Node, description: 'A note.' })
export class Note extends Node {
  @Field({ description: 'Its title.' })
  title: string;
  @Field(() => Int, { description: 'Its weight in grams.' })
  weight: number;
  @Field(() => Note, { nullable: true, description: 'The note it belongs to.' })
  parent: Note | null;
}

export const noteView: View = defineView({
  type: 'Note',
  idType: 'note',
  table: 'atrium.sample_note',
  nodeAccess: [samplePermissions['sample:read']],
  fields: {
    id: f.id('note'),
    title: f.column('title'),
    weight: f.column('weight'),
    parent: f.one(() => noteView, 'parent_id'),
    children: f.many(() => NoteList.definition, 'parent_id'),
    shout: f.sql((t) => `upper(${t}.title)`),
  },
});

export const NoteList: ListTypes = defineList({
  view: noteView,
  node: Note,
  filters: { title: filter.text('title', 'Its title.'), parentId: filter.id('note', 'parent_id', 'Its parent.') },
  orders: { TITLE: { columns: [{ column: 'title', type: 'text' }], description: 'By title.' } },
  defaultOrder: { field: 'TITLE' },
});

@InputType({ description: 'A line of a note.' })
export class LineInput {
  @TextField({ description: 'Its text.', max: 5 })
  text: string;
}

@InputType({ description: 'A new note.' })
export class CreateNoteInput {
  @IdempotencyKeyField()
  idempotencyKey?: string;
  @TextField({ description: 'Its title.', max: 40 })
  title: string;
  @IntField({ description: 'Its weight in grams.', min: -1, max: 1000, nullable: true })
  weight?: number;
  @IdField('note', { description: 'The note it belongs to.', nullable: true })
  parentId?: string;
  @IdField('note', { description: 'Notes it mentions.', nullable: true, list: true })
  mentionIds?: string[];
  @NestedField(() => LineInput, { description: 'Its lines.', nullable: true, list: true })
  lines?: LineInput[];
  @ValueField(() => LocalDateScalar, { description: 'Its day.', nullable: true })
  day?: string;
  @NestedField(() => MoneyInput, { description: 'What it cost.', nullable: true })
  price?: MoneyInput;
  /** How it goes wrong: see the resolver. */
  @TextField({ description: 'How it goes wrong.', nullable: true, max: 20 })
  mischief?: string;
}

@ObjectType({ description: 'What was created.' })
export class CreateNotePayload {
  @Field(() => Note, { description: 'The note.' })
  note: Note;
  @Field({ description: 'When.' })
  at: Date;
}
