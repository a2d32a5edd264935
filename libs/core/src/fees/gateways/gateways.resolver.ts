import {
  Allow,
  db,
  defineList,
  defineView,
  f,
  filter,
  ForCustomers,
  IdArg,
  isCustomer,
  type ListTypes,
  paymentGateways,
  readList,
  readOne,
  ref,
  type View,
} from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { customerView } from '../../customers';
import { feePermissions } from '../fees.permissions';
import { moneyField } from '../money';
import { paymentView } from '../payments/payment.views';
import { GatewayOrdersService } from './gateway-orders.service';
import {
  PaymentGatewayOffer,
  PaymentGatewayPayload,
  GatewayOrder,
  GatewayOrderStateEnum,
  SetPaymentGatewayInput,
  StartPaymentInput,
  StartPaymentPayload,
} from './gateway.types';

export const orderView: View = defineView({
  type: 'GatewayOrder',
  idType: 'gateway_order',
  table: 'atrium.fee_payment_order',
  nodeAccess: ['fee:read'],
  forCustomers: ['id', 'customer', 'gateway', 'amount', 'state', 'payment', 'expiresAt'],
  fields: {
    id: f.id('gateway_order'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
    ),
    gateway: f.column('gateway'),
    amount: moneyField('amount'),
    state: f.column('state'),
    payment: f.one(() => paymentView, 'payment_id'),
    expiresAt: f.instant('expires_at'),
  },
});

const OrderList: ListTypes = defineList({
  view: orderView,
  node: GatewayOrder,
  where: (t) =>
    isCustomer()
      ? `${t}.customer_id = ANY ((SELECT nullif(current_setting('app.customer', true), ''))::uuid[])`
      : 'true',
  filters: {
    customer: filter.id('customer', 'customer_id', 'Of this customer.'),
    state: filter.enum('GatewayOrderState', GatewayOrderStateEnum, 'state', 'By where they stand.'),
  },
  orders: { ID: { columns: [], description: 'By when they were made.' } },
  defaultOrder: { field: 'ID' },
});

const READ = feePermissions['fee:read'];

@Resolver()
export class GatewaysResolver {
  constructor(private readonly orders: GatewayOrdersService) {}

  @Allow(feePermissions['payment-gateway:manage'])
  @Query(() => [PaymentGatewayOffer], { name: 'paymentGateways', description: 'Payment gateways that there are.' })
  gateways(): Promise<PaymentGatewayOffer[]> {
    return offers();
  }

  @ForCustomers({ staffWith: [READ] })
  @Query(() => OrderList.Connection, {
    name: 'gatewayOrders',
    description: 'Orders at payment gateways. Customers see their own.',
  })
  list(@Args({ type: () => OrderList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(OrderList.definition, info);
  }

  @ForCustomers({ staffWith: [READ] })
  @Query(() => GatewayOrder, { description: 'One order: poll it until it is paid.' })
  gatewayOrder(
    @IdArg('id', 'gateway_order', { description: 'The order.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(orderView, id, info);
  }

  @Allow(feePermissions['payment-gateway:manage'])
  @Mutation(() => PaymentGatewayPayload, {
    description: 'Switches a payment gateway on or off, with the company’s secret, which is not shown again.',
  })
  async setPaymentGateway(@Args('input') input: SetPaymentGatewayInput): Promise<PaymentGatewayPayload> {
    await this.orders.set(input);
    return { gateway: (await offers()).find(({ gateway }) => gateway === input.gateway)! };
  }

  @ForCustomers({ staffWith: [feePermissions['payment:record']], whileSuspended: true })
  @Mutation(() => StartPaymentPayload, {
    description:
      'Makes an order at a payment gateway for what is owed, late fees of today included. It is paid when the gateway reports so, signed. CONFLICT where the company takes no payments by it.',
  })
  async startPayment(@Args('input') input: StartPaymentInput): Promise<StartPaymentPayload> {
    const { id, handover } = await this.orders.start(input);
    return { order: ref('gateway_order', id), handover };
  }
}

async function offers(): Promise<PaymentGatewayOffer[]> {
  const rows = await db().query<{ gateway: string; on: boolean }>(
    'SELECT gateway, is_enabled AS on FROM atrium.fee_gateway',
  );
  const on = new Map(rows.map((row) => [row.gateway, row.on]));
  return paymentGateways().map(({ name, method }) => ({ gateway: name, method, isEnabled: on.get(name) ?? false }));
}
