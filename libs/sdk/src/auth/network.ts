import { isIPv4, isIPv6 } from 'node:net';

/** A block of addresses. */
export interface Network {
  readonly address: string;
  /** Leading bits that count. */
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Reads an address or a block in CIDR notation, e.g. `203.0.113.0/24` or `2001:db8::/32`; null for anything else. */
export function parseNetwork(text: string): Network | null {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) && !address.includes('%') ? 'ipv6' : null;
  if (family === null || more.length > 0) return null;
  const longest = family === 'ipv4' ? 32 : 128;
  if (bits === undefined) return { address, prefix: longest, family };
  if (!/^(0|[1-9]\d{0,2})$/.test(bits) || Number(bits) > longest) return null;
  return { address, prefix: Number(bits), family };
}
