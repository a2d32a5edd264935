import { parseNetwork } from './network';

it.each([
  ['203.0.113.7', { address: '203.0.113.7', prefix: 32, family: 'ipv4' }],
  ['203.0.113.0/24', { address: '203.0.113.0', prefix: 24, family: 'ipv4' }],
  ['0.0.0.0/0', { address: '0.0.0.0', prefix: 0, family: 'ipv4' }],
  ['2001:db8::/32', { address: '2001:db8::', prefix: 32, family: 'ipv6' }],
  ['::1', { address: '::1', prefix: 128, family: 'ipv6' }],
  ['203.0.113.0/33', null],
  ['2001:db8::/129', null],
  ['203.0.113.0/', null],
  ['203.0.113.0/024', null],
  ['203.0.113.0/24/8', null],
  ['203.0.113', null],
  ['fe80::1%eth0', null],
  ['example.com', null],
  ['', null],
])('%j', (text, network) => expect(parseNetwork(text)).toEqual(network));
