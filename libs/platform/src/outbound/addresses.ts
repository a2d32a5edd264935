import { type Network, parseNetwork } from '@atrium/sdk';
import { BlockList, isIP, isIPv4 } from 'node:net';

/** IPv4 that is not on the public internet: private, shared, local, documentation, multicast and reserved (RFC 6890). */
const SPECIAL_V4 = blockListOf(
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
);

/**
 * Of IPv6 only global unicast is public (2000::/3), so that what is assigned later is closed until somebody opens it; and of
 * that not what serves protocols, documentation, or carries an IPv4 address in itself (6to4, Teredo).
 */
const GLOBAL_V6 = blockListOf('2000::/3');
const SPECIAL_V6 = blockListOf('2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20');

function blockListOf(...blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) add(list, parseNetwork(block)!);
  return list;
}

function add(list: BlockList, { address, prefix, family }: Network): void {
  list.addSubnet(address, prefix, family);
}

/** IPv4 written as IPv6 (`::ffff:10.0.0.1`, `::ffff:a00:1`) is what it stands for; null for anything else. */
function mappedV4(address: string): string | null {
  if (!address.includes(':') || isIP(address) === 0) return null;
  // As browsers write it, all spellings become one.
  const written = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname;
  const [, high, low] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(written) ?? [];
  if (high === undefined || low === undefined) return null;
  return [parseInt(high, 16), parseInt(low, 16)].flatMap((pair) => [pair >> 8, pair & 0xff]).join('.');
}

/** Does an address lie on the public internet? Not so what is no address. */
export function isPublicAddress(address: string): boolean {
  const plain = mappedV4(address) ?? address;
  if (isIP(plain) === 0 || plain.includes('%')) return false;
  if (isIPv4(plain)) return !SPECIAL_V4.check(plain);
  return GLOBAL_V6.check(plain, 'ipv6') && !SPECIAL_V6.check(plain, 'ipv6');
}

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Has it the form of an entry of `OUTBOUND_ALLOWED`: an address, a block in CIDR notation, or the name of a host? */
export const isAllowedEntry = (entry: string): boolean => parseNetwork(entry) !== null || HOST_NAME.test(entry);

/** The private targets an operator lets companies reach. */
export class AllowedTargets {
  private readonly names: ReadonlySet<string>;
  private readonly networks = new BlockList();

  constructor(entries: readonly string[]) {
    const networks = entries.map(parseNetwork);
    for (const network of networks) if (network) add(this.networks, network);
    this.names = new Set(entries.filter((_, index) => networks[index] === null));
  }

  /** By its name alone: then its addresses are not looked at. */
  hasName(host: string): boolean {
    return this.names.has(host);
  }

  hasAddress(address: string): boolean {
    const plain = mappedV4(address) ?? address;
    return isIP(plain) !== 0 && this.networks.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
  }
}
