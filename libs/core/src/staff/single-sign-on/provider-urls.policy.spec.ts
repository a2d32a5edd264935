import { isIssuer, isReturnUrl } from './provider-urls.policy';

it.each([
  ['https://login.example.com', true],
  ['https://login.example.com/tenant/v2.0', true],
  ['http://login.example.com', false],
  ['https://login.example.com?x=1', false],
  ['https://login.example.com/#', false],
  ['https://user:pass@login.example.com', false],
  ['login.example.com', false],
  ['file:///etc/passwd', false],
])('issuer %s: %s', (text, expected) => {
  expect(isIssuer(text, false)).toBe(expected);
});

it('takes an issuer without TLS only where that is allowed', () => {
  expect(isIssuer('http://127.0.0.1:4711', true)).toBe(true);
  expect(isIssuer('ftp://127.0.0.1', true)).toBe(false);
});

it.each([
  ['https://app.example.com/signed-in', true],
  ['https://app.example.com/?a=b', true],
  ['http://localhost:3000/in', true],
  ['http://app.example.com/in', false],
  ['https://app.example.com/#in', false],
  ['javascript:alert(1)', false],
  ['//app.example.com', false],
])('return address %s: %s', (text, expected) => {
  expect(isReturnUrl(text)).toBe(expected);
});
