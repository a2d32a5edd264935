import {
  Allow,
  ChangedId,
  type ContextDefinition,
  db,
  defineMessages,
  defineTopic,
  ForCustomers,
  forbidden,
  IdArg,
  invalidField,
  newId,
  notFound,
  readList,
  readOne,
  ref,
  requireVisible,
  Watch,
} from '@atrium/sdk';
import { Module } from '@nestjs/common';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import {
  CreateLeakyNoteInput,
  Leaky1900000000000,
  LeakyChange,
  LeakyNote,
  LeakyNoteList,
  LeakyNotePayload,
  leakyNoteView,
  RenameLeakyNoteInput,
} from './leaky.model';

const messages = defineMessages('leaky', { sesame: { en: 'Is not the word.', 'zh-CN': '口令不对。' } });

const leakyTopic = defineTopic('leaky');

@Resolver()
class LeakyResolver {
  @Allow('leaky:read')
  @Query(() => LeakyNoteList.Connection, { description: 'Notes, as it should be.' })
  leakyNotes(@Args({ type: () => LeakyNoteList.Args }) _args: object, @Info() info: GraphQLResolveInfo) {
    return readList(LeakyNoteList.definition, info);
  }

  @Allow('leaky:read')
  @Query(() => LeakyNote, { description: 'One note, as it should be.' })
  leakyNote(@IdArg('id', 'leaky_note', { description: 'Its id.' }) id: string, @Info() info: GraphQLResolveInfo) {
    return readOne(leakyNoteView, id, info);
  }

  @Allow('leaky:write')
  @Mutation(() => LeakyNotePayload, { description: 'Writes a note, as it should be.' })
  async createLeakyNote(@Args('input') { communityId, title }: CreateLeakyNoteInput) {
    const found = await db().query('SELECT FROM atrium.community WHERE id = $1', [communityId]);
    if (found.length === 0) throw notFound('Community');
    const id = newId();
    await db().execute('INSERT INTO atrium.leaky_note (id, community_id, title) VALUES ($1, $2, $3)', [
      id,
      communityId,
      title,
    ]);
    await db().execute('INSERT INTO atrium.leaky_entry (id, community_id, note_id) VALUES ($1, $2, $3)', [
      newId(),
      communityId,
      id,
    ]);
    return { note: ref('leaky_note', id) };
  }

  @Allow('leaky:read')
  @Query(() => [String], { description: 'Titles of everybody.' })
  leakyTitles(): Promise<string[]> {
    return titles('app.leaky_titles()');
  }

  @Allow('leaky:read')
  @Query(() => [String], { description: 'Titles of all communities.' })
  leakyTitlesOfTenant(): Promise<string[]> {
    return titles('app.leaky_titles_of_tenant()');
  }

  @ForCustomers()
  @Query(() => [String], { description: 'Titles of everybody else, for customers.' })
  myLeakyTitles(): Promise<string[]> {
    return titles('app.leaky_titles_of_tenant()');
  }

  @Allow('leaky:read')
  @Watch(() => LeakyChange, { topic: leakyTopic, key: 'id', description: 'A note, and titles of everybody.' })
  async leakyNoteChanged(
    @IdArg('id', 'leaky_note', { nullable: true, description: 'Which one; all when left out.' }) id: string | null,
    @ChangedId() changed: string | null,
  ): Promise<LeakyChange> {
    const which = id ?? changed;
    if (which !== null) await requireVisible(leakyNoteView, which);
    return { note: which === null ? null : ref('leaky_note', which), titles: await titles('app.leaky_titles()') };
  }

  @Allow('leaky:write')
  @Mutation(() => Boolean, { description: 'Empties the notes of everybody.' })
  async clearLeakyNotes(): Promise<boolean> {
    await db().execute('SELECT app.leaky_clear()');
    return true;
  }

  @Allow('leaky:write')
  @Mutation(() => Boolean, { description: 'Renames a note, whosever it is.' })
  async renameLeakyNote(@Args('input') { id, title }: RenameLeakyNoteInput): Promise<boolean> {
    await db().execute('SELECT app.leaky_rename($1, $2)', [id, title]);
    return true;
  }

  @Allow('leaky:read')
  @Query(() => String, { nullable: true, description: 'Nobody may use it.' })
  leakyForNobody(): never {
    throw forbidden('leaky:nobody');
  }

  @Allow('leaky:write')
  @Mutation(() => Boolean, { description: 'Wants a word that nobody knows.' })
  openLeakyDoor(@Args('word', { description: 'The word.' }) word: string): boolean {
    if (word !== 'sesame') throw invalidField('word', 'WRONG', messages.sesame);
    return true;
  }
}

const titles = async (call: string): Promise<string[]> =>
  (await db().query<{ title: string }>(`SELECT title FROM ${call} title`)).map(({ title }) => title);

@Module({ providers: [LeakyResolver] })
class LeakyModule {}

/** What a careless module can do wrong although the database guards its table. */
export const leakyContext: ContextDefinition = {
  name: 'leaky',
  module: LeakyModule,
  entities: [],
  migrations: [Leaky1900000000000],
};
