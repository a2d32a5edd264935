import { channelProvider, type ChannelProvider, Channels, type ExternalChannel } from '@atrium/sdk';

export type FixedProviders = Partial<Record<ExternalChannel, () => ChannelProvider | null>>;

/** The providers that the configuration names. */
export class ConfiguredChannels extends Channels {
  /**
   * @param fixed providers of the platform's own, made when they are first asked for
   * @param named names of the others by channel; `none` for no provider
   * @param plugins what plugins bring
   * @param fallback the provider called `file`
   */
  constructor(
    private readonly fixed: FixedProviders,
    private readonly named: Partial<Record<ExternalChannel, { readonly name: string; readonly setting: string }>>,
    private readonly plugins: { find(channel: ExternalChannel, name: string): ChannelProvider | undefined },
    private readonly fallback: (channel: ExternalChannel) => ChannelProvider,
  ) {
    super();
  }

  provider(channel: ExternalChannel): ChannelProvider | null {
    const fixed = this.fixed[channel];
    if (fixed) return fixed();
    const chosen = this.named[channel];
    if (!chosen || chosen.name === 'none') return null;
    const found = channelProvider(channel, chosen.name) ?? this.plugins.find(channel, chosen.name);
    if (found) return found;
    if (chosen.name === 'file') return this.fallback(channel);
    throw new Error(`${chosen.setting} is "${chosen.name}", and no loaded module offers a provider of that name`);
  }
}
