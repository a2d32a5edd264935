import { Allow, context, db, IdArg, OF_CALLER, readList, readOne, ref, Watch } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { callPermissions } from './call.permissions';
import {
  CallQueue,
  IncomingCall,
  LogCallInput,
  PhoneCall,
  PhoneCallPayload,
  ScoreCallInput,
  UpdateCallInput,
} from './call.type';
import { CallList, callView } from './call.views';
import { Calls } from './calls';
import { callTopic } from './calls.topic';
import { callQueues } from './queues';

const READ = callPermissions['call:read'];
const payload = (id: string): PhoneCallPayload => ({ call: ref('phone_call', id) });
/** Open tickets shown to whom a customer calls. */
const SHOWN = 20;

@Resolver()
export class CallResolver {
  constructor(private readonly desk: Calls) {}

  @Allow(READ)
  @Query(() => CallList.Connection, { description: 'Telephone calls, the newest first.' })
  phoneCalls(@Args({ type: () => CallList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(CallList.definition, info);
  }

  @Allow(READ)
  @Query(() => PhoneCall, { description: 'One call.' })
  phoneCall(
    @IdArg('id', 'phone_call', { description: 'The call.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(callView, id, info);
  }

  @Allow(READ)
  @Query(() => [CallQueue], { description: 'Queues of callers as they stand, and how they went since midnight.' })
  callQueues(): Promise<CallQueue[]> {
    return callQueues();
  }

  @Allow(READ)
  @Watch(() => IncomingCall, {
    topic: callTopic,
    key: OF_CALLER,
    description: 'The call that rings at, or is spoken by, whoever watches, with what is open for the customer.',
  })
  async incomingCall(): Promise<IncomingCall> {
    const [call] = await db().query<{ id: string; customer: string | null }>(
      `SELECT id, customer_id AS customer FROM atrium.phone_call WHERE agent_id = $1 AND state <> 'ENDED'
       ORDER BY started_at DESC, id DESC LIMIT 1`,
      [context().actor.id],
    );
    if (!call) return { call: null, openTickets: [] };
    const open = await db().query<{ id: string }>(
      `SELECT k.id FROM atrium.ticket k WHERE k.customer_id = ANY (ARRAY(
         SELECT unnest(c.id || c.alias_ids) FROM atrium.customer c WHERE c.id = $1))
         AND k.state NOT IN ('RESOLVED', 'CLOSED', 'CANCELLED', 'MERGED') ORDER BY k.due_at, k.id LIMIT ${String(SHOWN)}`,
      [call.customer],
    );
    return { call: ref('phone_call', call.id), openTickets: open.map(({ id }) => ref('ticket', id)) };
  }

  @Allow(callPermissions['call:log'])
  @Mutation(() => PhoneCallPayload, {
    description: 'Enters a call that has ended. The customer is looked for by the number where none is named.',
  })
  async logCall(@Args('input') input: LogCallInput): Promise<PhoneCallPayload> {
    return payload(await this.desk.log(input));
  }

  @Allow(callPermissions['call:log'])
  @Mutation(() => PhoneCallPayload, { description: 'Says whom and what a call was about.' })
  async updateCall(@Args('input') input: UpdateCallInput): Promise<PhoneCallPayload> {
    await this.desk.update(input);
    return payload(input.id);
  }

  @Allow(callPermissions['call:score'])
  @Mutation(() => PhoneCallPayload, { description: 'Scores how a call was handled. CONFLICT for one of one’s own.' })
  async scoreCall(@Args('input') input: ScoreCallInput): Promise<PhoneCallPayload> {
    await this.desk.score(input);
    return payload(input.id);
  }
}
