import {
  AtriumError,
  type ChannelContext,
  type ChannelProvider,
  type ChannelReceipt,
  type ExternalChannel,
  type OutgoingMessage,
  type PluginChannel,
  type PluginContext,
  RefusedMessageError,
  systemActor,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { within } from '../graphql/operation/deadline';
import { pluginLog } from './plugin-log';
import { PluginRegistry, type RegisteredPlugin } from './plugin-registry';
import { PluginRunner } from './plugin-runner';

const SEND_MS = 30_000;
const ADDRESSES_MS = 2_000;

/** Channels that the plugins of this process bring. */
@Injectable()
export class PluginChannels {
  private readonly providers: ReadonlyMap<string, ChannelProvider>;

  constructor(registry: PluginRegistry, runner: PluginRunner, transactions: Transactions) {
    this.providers = new Map(
      registry
        .all()
        .flatMap((plugin) =>
          (plugin.definition.channels ?? []).map((channel) => [
            `${channel.channel} ${channel.name}`,
            providerOf(plugin, channel, runner, transactions),
          ]),
        ),
    );
  }

  find(channel: ExternalChannel, name: string): ChannelProvider | undefined {
    return this.providers.get(`${channel} ${name}`);
  }
}

/** @param lateMs when it takes too long */
type Apart = <T>(tenantId: string, lateMs: number, task: (ctx: PluginContext<never>) => Promise<T>) => Promise<T>;

/** A plugin's channel as the core knows one: run with the tenant's settings, and for tenants that have enabled it alone. */
function providerOf(
  plugin: RegisteredPlugin,
  { name, channel, isIdempotent, send, addressesOf }: PluginChannel,
  runner: PluginRunner,
  transactions: Transactions,
): ChannelProvider {
  const { id } = plugin.definition;
  // A transaction of its own: what goes wrong there leaves the core's whole. Without a statement it takes no connection.
  const apart: Apart = (tenantId, lateMs, task) =>
    transactions.run(
      { tenantId, actor: systemActor(`${id}: ${name}`), readOnly: true, operation: `${plugin.names.camel}.channel` },
      () => runner.inOperation(plugin, task, { place: 'channel', name, lateMs }),
    );
  return {
    ...{ name, channel, isIdempotent },
    isAvailable: () => runner.isEnabled(plugin),
    send: (message) => handOver(message, send, apart),
    ...(addressesOf && {
      addressesOf: async (kind, ids, tenantId) => {
        if (ids.length === 0) return new Map();
        try {
          return await within(
            ADDRESSES_MS,
            apart(tenantId, ADDRESSES_MS, (ctx) => addressesOf(ctx as never, kind, ids)),
            () => new Error(`The addresses were not there after ${ADDRESSES_MS} ms`),
          );
        } catch (error) {
          pluginLog(id).error('A channel could not tell addresses; what would go this way waits', {
            kind: channel,
            error,
          });
          return null;
        }
      },
    }),
  };
}

async function handOver(message: OutgoingMessage, send: PluginChannel['send'], apart: Apart): Promise<ChannelReceipt> {
  try {
    return await within(
      SEND_MS,
      apart(message.tenantId, SEND_MS, (ctx) => send(sendingPart(ctx) as never, message)),
      () => new Error(`The channel took longer than ${SEND_MS} ms`),
    );
  } catch (error) {
    // Switched off since the message was planned: the next channel is tried.
    if (error instanceof AtriumError && error.code === 'PLUGIN_DISABLED') {
      throw new RefusedMessageError('the plugin is disabled', false, error);
    }
    throw error;
  }
}

const sendingPart = (ctx: PluginContext<never>): ChannelContext<never> => {
  const { plugin, tenant, settings, http, cache, clock, log, urlOf } = ctx;
  return { plugin, tenant, settings, http, cache, clock, log, urlOf };
};
