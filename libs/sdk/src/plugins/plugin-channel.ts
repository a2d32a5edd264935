import type { ChannelProvider, ChannelReceipt, ExternalChannel, OutgoingMessage } from '../notifications/channels';
import type { PluginContext } from './plugin-context';

/**
 * What a channel is given to hand a message over: outside of any transaction, since an operator may take its time. What it
 * keeps and reads in tables is for `addressesOf`, and for handlers of the events `notification.…`.
 */
export type ChannelContext<Settings> = Pick<
  PluginContext<Settings>,
  'plugin' | 'tenant' | 'settings' | 'http' | 'cache' | 'clock' | 'log' | 'urlOf'
>;

/** A way for messages that a plugin brings, see {@link ChannelProvider}. Companies that have not enabled it do not have it. */
export interface PluginChannelSpec<Settings> extends Pick<ChannelProvider, 'name' | 'channel' | 'isIdempotent'> {
  /** Resolves when the operator has taken it, within 30 s. @throws RefusedMessageError when trying again would not help */
  readonly send: (ctx: ChannelContext<Settings>, message: OutgoingMessage) => Promise<ChannelReceipt>;
  /** As of {@link ChannelProvider}, in a transaction of its own that only reads, within 2 s. */
  readonly addressesOf?: (
    ctx: PluginContext<Settings>,
    kind: 'CUSTOMER' | 'STAFF',
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>;
}

export interface PluginChannel {
  readonly name: string;
  readonly channel: ExternalChannel;
  readonly isIdempotent: boolean;
  readonly send: (ctx: never, message: OutgoingMessage) => Promise<ChannelReceipt>;
  readonly addressesOf?: (
    ctx: never,
    kind: 'CUSTOMER' | 'STAFF',
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>;
}

/** Makes a channel, for `channels` of a plugin. */
export const defineChannel = <Settings = Readonly<Record<string, never>>>(
  spec: PluginChannelSpec<Settings>,
): PluginChannel => spec;
