import {
  Allow,
  AllowWhileSuspended,
  context,
  db,
  IdArg,
  listField,
  newId,
  Public,
  readList,
  readOne,
  ref,
  SignedIn,
} from '@atrium/sdk';
import { Args, Info, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { CreateNoteInput, CreateNotePayload, Note, NoteList, noteView } from './note.model';

/** What a test tells the resolvers, and what they tell the test. */
export const stage = {
  /** Called by `gate`, `slow` and by mutations that are told to wait. */
  wait: (): Promise<void> => Promise.resolve(),
  committed: [] as string[],
  created: 0,
  shouted: 0,
};

@Resolver()
export class NoteResolver {
  @Public('anybody may be greeted')
  @Query(() => String, { description: 'A greeting.' })
  hello(@Args('name', { nullable: true, description: 'Who.' }) name?: string): string {
    return `Hello ${name ?? context().actor.name}`;
  }

  @SignedIn('tells the caller about itself')
  @Query(() => String, { description: 'Who asks.' })
  me(): string {
    const { actor, tenant, locale, requestId } = context();
    return [actor.kind, tenant?.slug, locale, requestId].join(' ');
  }

  @Allow('sample:read')
  @Query(() => NoteList.Connection, { description: 'Notes.' })
  notes(@Args({ type: () => NoteList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(NoteList.definition, info);
  }

  @Allow('sample:read')
  @Query(() => Note, { description: 'One note.' })
  note(
    @IdArg('id', 'note', { description: 'Its id.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(noteView, id, info);
  }

  @Allow('sample:read')
  @Query(() => Int, { nullable: true, description: 'Divides by zero in the database.' })
  async broken(): Promise<number> {
    await db().query('SELECT 1 / 0');
    return 1;
  }

  @Allow('sample:read')
  @Query(() => Int, { nullable: true, description: 'Writes where only reading is allowed.' })
  async sneaky(): Promise<number> {
    return db().execute(`UPDATE atrium.sample_note SET title = 'x'`);
  }

  @Allow('sample:read')
  @Query(() => Int, { nullable: true, description: 'Throws what it was not meant to.' })
  careless(): never {
    throw new Error('secret /etc/passwd');
  }

  @Allow('sample:read')
  @Query(() => Int, { nullable: true, description: 'Sleeps in the database.' })
  async slow(@Args('seconds', { type: () => Int, description: 'How long.' }) seconds: number): Promise<number> {
    await db().query('SELECT 1');
    void stage.wait();
    await db().query('SELECT pg_sleep($1)', [seconds]);
    return seconds;
  }

  @Allow('sample:write')
  @Mutation(() => CreateNotePayload, { description: 'Creates a note.' })
  async createNote(@Args('input', { description: 'The note.' }) input: CreateNoteInput): Promise<unknown> {
    const id = newId();
    const { mischief } = input;
    context().afterCommit(() => void stage.committed.push(input.title));
    stage.created += 1;
    await db().execute(
      'INSERT INTO atrium.sample_note (id, title, weight, parent_id, late) VALUES ($1, $2, $3, $4, $5)',
      [id, input.title, input.weight ?? 0, input.parentId ?? null, mischief === 'late' ? 1 : 0],
    );
    if (mischief === 'throw') throw new Error('after the insert');
    if (mischief === 'wait') await stage.wait();
    if (mischief === 'sleep') await db().query('SELECT pg_sleep(60)');
    if (mischief === 'swallow')
      await db()
        .query('SELECT 1 / 0')
        .catch(() => undefined);
    return { note: ref('note', id), at: new Date('2026-03-11T08:30:00.000Z'), trap: mischief };
  }

  @Allow('sample:write')
  @Mutation(() => Boolean, { description: 'Deletes a note.' })
  async deleteNote(@IdArg('id', 'note', { description: 'Its id.' }) id: string): Promise<boolean> {
    return (await db().execute('DELETE FROM atrium.sample_note WHERE id = $1', [id])) === 1;
  }

  @AllowWhileSuspended('sample:write')
  @Mutation(() => Int, { description: 'Allowed while the company is suspended.' })
  payBill(): number {
    return 1;
  }

  @Public('signing up needs no account')
  @Mutation(() => String, { description: 'Open to the world.' })
  signUp(): string {
    return 'welcome';
  }
}

@Resolver(() => Note)
export class NoteFields {
  @ResolveField(() => String, { description: 'The title, loudly.' })
  shout(@Parent() note: { title: string }): string {
    stage.shouted += 1;
    return note.title.toUpperCase();
  }

  @ResolveField(() => String, { description: 'Computed for each note.' })
  async twice(
    @Parent() note: { title?: string; _id: string },
    @Args('times', { type: () => Int, defaultValue: 2, description: 'How often.' }) times: number,
  ): Promise<string> {
    const [row] = await db().query<{ title: string }>('SELECT title FROM atrium.sample_note WHERE id = $1', [note._id]);
    return row!.title.repeat(times);
  }
}

@Resolver(() => CreateNotePayload)
export class PayloadFields {
  @ResolveField(() => Int, { nullable: true, description: 'A field with a resolver that can be told to fail.' })
  trapped(@Parent() payload: { trap: string }): Promise<number> {
    return spring(payload.trap === 'trapped');
  }

  @ResolveField(() => Int, { description: 'Like trapped, but never null.' })
  hardTrapped(@Parent() payload: { trap: string }): Promise<number> {
    return spring(payload.trap === 'hardTrapped');
  }

  @ResolveField(() => Int, { nullable: true, description: 'Fails in the database and swallows it.' })
  async sqlTrapped(@Parent() payload: { trap: string }): Promise<number> {
    if (payload.trap === 'sqlTrapped')
      await db()
        .query('SELECT 1 / 0')
        .catch(() => undefined);
    return 1;
  }
}

const spring = (fails: boolean): Promise<number> =>
  fails ? Promise.reject(new Error('the trap sprang')) : Promise.resolve(1);

export const NoteChildren = listField(Note, 'children', NoteList, {
  description: 'Notes that belong to it.',
  foreignKey: 'parent_id',
});
