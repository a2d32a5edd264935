import { isOrigin, isRedirectUri } from './addresses.policy';

describe('addresses of public clients', () => {
  it.each([
    ['https://app.example.com/signed-in', true],
    ['https://app.example.com/signed-in?from=atrium', true],
    ['http://localhost:3000/cb', true],
    ['http://127.0.0.1:8080/cb', true],
    ['http://[::1]:8080/cb', true],
    ['com.example.app:/signed-in', true],
    ['com.example.app://signed-in', true],
    ['http://app.example.com/cb', false],
    ['https://app.example.com/cb#x', false],
    ['https://user@app.example.com/cb', false],
    ['https://*.example.com/cb', false],
    ['https://app.example.com/a b', false],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['myapp:/cb', false],
    ['/cb', false],
    ['', false],
  ])('redirect %s: %s', (text, expected) => expect(isRedirectUri(text)).toBe(expected));

  it.each([
    ['https://app.example.com', true],
    ['https://app.example.com:8443', true],
    ['http://localhost:3000', true],
    ['https://app.example.com/', false],
    ['https://app.example.com:443', false],
    ['https://App.example.com', false],
    ['http://app.example.com', false],
    ['*', false],
    ['null', false],
    ['https://*.example.com', false],
  ])('origin %s: %s', (text, expected) => expect(isOrigin(text)).toBe(expected));
});
