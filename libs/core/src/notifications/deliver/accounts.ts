import { type ChannelProvider, currentTenant, type ExternalChannel } from '@atrium/sdk';

/** Providers by channel. */
export type Usable = ReadonlyMap<ExternalChannel, ChannelProvider>;

/** Accounts by channel and UUID, and the channels that could not tell theirs. */
export interface Accounts {
  readonly known: ReadonlyMap<ExternalChannel, ReadonlyMap<string, string>>;
  readonly away: ReadonlySet<ExternalChannel>;
}
export const NO_ACCOUNTS: Accounts = { known: new Map(), away: new Set() };

export async function accountsOf(
  usable: Usable,
  kind: 'CUSTOMER' | 'STAFF',
  ids: readonly string[],
): Promise<Accounts> {
  const known = new Map<ExternalChannel, ReadonlyMap<string, string>>();
  const away = new Set<ExternalChannel>();
  for (const [channel, provider] of usable) {
    if (!provider.addressesOf) continue;
    const found = await provider.addressesOf(kind, ids, currentTenant().id);
    if (found) known.set(channel, found);
    else away.add(channel);
  }
  return { known, away };
}
