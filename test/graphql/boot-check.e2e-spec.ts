import { Allow, defineTopic, defineView, f, Node, Public, SignedIn, Watch } from '@atrium/sdk';
import { UnguardedSchemaError } from '@atrium/platform';
import { Controller, Get } from '@nestjs/common';
import {
  Args,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  ResolveField,
  Resolver,
  Subscription,
} from '@nestjs/graphql';
import { SAMPLE_RESOLVERS, startSample } from './sample/sample-platform';

@ObjectType({ implements: () => Node, description: 'A thing.' })
class Thing extends Node {
  @Field({ description: 'Read by the view.' })
  known: string;
  @Field({ description: 'Read by nobody.' })
  forgotten: string;
  @Field(() => String)
  undescribed: string;
}
defineView({
  type: 'Thing',
  idType: 'thing',
  table: 'atrium.thing',
  forCustomers: ['id', 'erased'],
  fields: {
    id: f.id('thing'),
    known: f.guarded('thing:know', f.column('known')),
    undescribed: f.column('undescribed'),
  },
});

@ObjectType({ implements: () => Node, description: 'Has no view.' })
class Ghost extends Node {}

@InputType({ description: 'An input.' })
class ThingInput {
  @Field(() => ID, { description: 'An id of anything.' })
  thingId: string;
}

@Resolver()
class CarelessResolver {
  @Query(() => Thing, { description: 'Open by mistake.' })
  unguarded(): null {
    return null;
  }

  @Allow('thing:dream')
  @Query(() => Ghost, { nullable: true, description: 'Needs what is not.' })
  dream(@Args('id', { type: () => ID, description: 'Untyped.' }) _id: string): null {
    return null;
  }

  @SignedIn('test')
  @Mutation(() => Boolean, { description: 'Takes anything.' })
  change(@Args('input') _input: ThingInput, @Args('dry', { nullable: true }) _dry: boolean): boolean {
    return true;
  }
}

@Resolver()
class CarelessWatcher {
  @SignedIn('test')
  @Subscription(() => Boolean, { description: 'Watches nothing.' })
  blind(): boolean {
    return true;
  }

  @Watch(() => Boolean, { topic: defineTopic('thing'), description: 'Open by mistake.' })
  unguardedChanges(): boolean {
    return true;
  }

  @Public('test')
  @Watch(() => Boolean, { topic: { name: 'undeclared' }, key: 'name', description: 'For nobody.' })
  publicChanges(@Args('name', { description: 'No id.' }) _name: string): boolean {
    return true;
  }
}

@Resolver(() => Thing)
class ThingFields {
  @ResolveField(() => String, { description: 'Has a resolver.' })
  computed(@Args('of', { type: () => ID, description: 'Untyped.' }) of: string): string {
    return of;
  }
}

@Controller('careless')
class CarelessController {
  @Get()
  open(): string {
    return 'open';
  }
}

test('a schema that is not fit to be served stops the start, every offender named', async () => {
  const start = startSample({
    providers: [...SAMPLE_RESOLVERS, CarelessResolver, CarelessWatcher, ThingFields],
    controllers: [CarelessController],
  });
  await expect(start).rejects.toBeInstanceOf(UnguardedSchemaError);
  const { problems } = (await start.catch((error: unknown) => error)) as UnguardedSchemaError;
  expect([...problems].sort()).toEqual([
    'Ghost is a Node without a view',
    'Mutation.change(dry) has no description',
    'Query.dream needs the permission thing:dream, which nobody declares',
    'Query.dream(id) takes an id without saying of which type: IdArg',
    'Query.unguarded (CarelessResolver.unguarded) does not say who may call it: Allow, ForCustomers, SignedIn or Public',
    'Subscription.blind (CarelessWatcher.blind) does not say what it watches: Watch',
    'Subscription.publicChanges is Public, and nothing is told to nobody',
    'Subscription.publicChanges watches the object of its argument name, which takes no id: IdArg',
    'Subscription.publicChanges watches the topic undeclared, which nobody declares',
    'Subscription.unguardedChanges (CarelessWatcher.unguardedChanges) does not say who may call it: Allow, ForCustomers, SignedIn or Public',
    'Thing is a Node, and its view does not say who may read it: nodeAccess',
    'Thing.computed(of) takes an id without saying of which type: IdArg',
    'Thing.erased is open to customers, and there is no such field',
    'Thing.forgotten is read by no view and has no resolver',
    'Thing.known needs the permission thing:know, which nobody declares',
    'Thing.undescribed has no description',
    'ThingInput.thingId takes an id without saying of which type: IdField',
    'the HTTP route CarelessController.open is not Public, and plain HTTP knows no caller',
  ]);
});
