import { Allow, ForCustomers, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { TicketPayload } from '../ticket/ticket.inputs';
import { ticketPermissions } from '../tickets.permissions';
import { Appointments } from './appointments';
import { AppointmentState } from './work.enums';
import { WorkOrders } from './work-orders';
import {
  AppointmentPayload,
  AppointmentWindow,
  AppointmentWindowsInput,
  BookAppointmentInput,
  BookMyAppointmentInput,
  CancelMyAppointmentInput,
  CoordinateTicketInput,
  CreateWorkOrderInput,
  EndAppointmentInput,
  MoveAppointmentInput,
  MoveWorkOrderInput,
  OfferAppointmentsInput,
  OfferAppointmentsPayload,
  UpdateWorkOrderInput,
  WorkOrder,
  WorkOrderPayload,
} from './work.types';
import { AppointmentList, WorkOrderList, workOrderView } from './work.views';

const READ = ticketPermissions['ticket:read'];
const WORK = ticketPermissions['ticket:work'];
const DISPATCH = ticketPermissions['ticket:assign'];
const TAKEN = 'CONFLICT where the person has one then already.';

/** Work orders and appointments. */
@Resolver()
export class WorkResolver {
  constructor(
    private readonly orders: WorkOrders,
    private readonly visits: Appointments,
  ) {}

  @Allow(READ)
  @Query(() => WorkOrderList.Connection, { description: 'Work orders of all tickets one sees, what is due first.' })
  workOrders(
    @Args({ type: () => WorkOrderList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(WorkOrderList.definition, info);
  }

  @Allow(READ)
  @Query(() => WorkOrder, { description: 'One work order.' })
  workOrder(
    @IdArg('id', 'work_order', { description: 'The work order.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(workOrderView, id, info);
  }

  @Allow(READ)
  @Query(() => AppointmentList.Connection, { description: 'Appointments of all tickets one sees, by time.' })
  appointments(
    @Args({ type: () => AppointmentList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(AppointmentList.definition, info);
  }

  @Allow(WORK)
  @Query(() => [AppointmentWindow], {
    description:
      'Free working time of those who work where a ticket is and can do it, the earliest first, at most 500. NOT_FOUND for a ticket that is not there.',
  })
  async appointmentWindows(
    @Args('input', { description: 'Where to look.' }) input: AppointmentWindowsInput,
  ): Promise<AppointmentWindow[]> {
    return this.visits.windows(input);
  }

  @Allow(DISPATCH)
  @Mutation(() => WorkOrderPayload, { description: 'Gives a team its part of a ticket.' })
  async createWorkOrder(@Args('input') input: CreateWorkOrderInput): Promise<WorkOrderPayload> {
    return { workOrder: ref('work_order', await this.orders.create(input)) };
  }

  @Allow(DISPATCH)
  @Mutation(() => WorkOrderPayload, { description: 'Changes a work order.' })
  async updateWorkOrder(@Args('input') input: UpdateWorkOrderInput): Promise<WorkOrderPayload> {
    await this.orders.change(input);
    return { workOrder: ref('work_order', input.id) };
  }

  @Allow(WORK)
  @Mutation(() => WorkOrderPayload, {
    description: 'Moves a work order on. INVALID_TRANSITION tells in `allowed` where it can go.',
  })
  async moveWorkOrder(@Args('input') input: MoveWorkOrderInput): Promise<WorkOrderPayload> {
    await this.orders.move(input);
    return { workOrder: ref('work_order', input.id) };
  }

  @Allow(DISPATCH)
  @Mutation(() => TicketPayload, { description: 'Says who owns a ticket that several teams work on.' })
  async coordinateTicket(@Args('input') input: CoordinateTicketInput): Promise<TicketPayload> {
    await this.orders.coordinate(input);
    return { ticket: ref('ticket', input.id) };
  }

  @Allow(WORK)
  @Mutation(() => OfferAppointmentsPayload, {
    description: 'Offers the customer windows to choose from, each within the working hours of who would come.',
  })
  async offerAppointments(@Args('input') input: OfferAppointmentsInput): Promise<OfferAppointmentsPayload> {
    await this.visits.offer(input);
    return { ticket: ref('ticket', input.ticketId) };
  }

  @Allow(WORK)
  @Mutation(() => AppointmentPayload, { description: `Books an appointment. ${TAKEN}` })
  async bookAppointment(@Args('input') input: BookAppointmentInput): Promise<AppointmentPayload> {
    return { appointment: ref('appointment', await this.visits.book(input)) };
  }

  @ForCustomers()
  @Mutation(() => AppointmentPayload, { description: `Chooses one of the windows that were offered. ${TAKEN}` })
  async bookMyAppointment(@Args('input') { offerId }: BookMyAppointmentInput): Promise<AppointmentPayload> {
    return { appointment: ref('appointment', await this.visits.choose(offerId)) };
  }

  @Allow(WORK)
  @Mutation(() => AppointmentPayload, { description: `Moves an appointment. ${TAKEN}` })
  async moveAppointment(@Args('input') input: MoveAppointmentInput): Promise<AppointmentPayload> {
    await this.visits.reschedule(input);
    return { appointment: ref('appointment', input.id) };
  }

  @Allow(WORK)
  @Mutation(() => AppointmentPayload, { description: 'Says what became of an appointment.' })
  async endAppointment(@Args('input') input: EndAppointmentInput): Promise<AppointmentPayload> {
    await this.visits.end(input);
    return { appointment: ref('appointment', input.id) };
  }

  @ForCustomers()
  @Mutation(() => AppointmentPayload, { description: 'Calls off an appointment of one’s own.' })
  async cancelMyAppointment(@Args('input') { id, version }: CancelMyAppointmentInput): Promise<AppointmentPayload> {
    await this.visits.end({ id, version, outcome: AppointmentState.CANCELLED });
    return { appointment: ref('appointment', id) };
  }
}
