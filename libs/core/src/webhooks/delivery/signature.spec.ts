import { newSecret, signedHeaders } from './signature';

const AT = new Date('2026-03-11T08:30:00.900Z');

it('signs id, time and body with each secret', () => {
  // Computed beforehand: printf 'event_1.1773217800.{}' | openssl dgst -sha256 -hmac 'secret' -binary | base64
  const secret = `whsec_${Buffer.from('secret').toString('base64')}`;
  const one = signedHeaders('event_1', AT, '{}', [secret]);
  expect(one).toEqual({
    'webhook-id': 'event_1',
    'webhook-timestamp': '1773217800',
    'webhook-signature': 'v1,RW930A7+ChZPSDSg5EAdtvT56Xo2NlIWhO/GekpvFuk=',
  });
  const two = signedHeaders('event_1', AT, '{}', [newSecret(), secret]);
  expect(two['webhook-signature']!.split(' ')).toEqual([expect.stringMatching(/^v1,/), one['webhook-signature']]);
  for (const [id, at, body] of [
    ['event_2', AT, '{}'],
    ['event_1', new Date(0), '{}'],
    ['event_1', AT, '{ }'],
  ] as const) {
    expect(signedHeaders(id, at, body, [secret])['webhook-signature']).not.toBe(one['webhook-signature']);
  }
});

it('makes secrets of 256 bits in the form of the specification', () => {
  const secret = newSecret();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(newSecret()).not.toBe(secret);
});
