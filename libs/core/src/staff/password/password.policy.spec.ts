import { isFitPassword } from './password.policy';

const email = 'Wang.Fang@he-yuan.example';

it.each([
  ['correct horse', true],
  ['一二三四五六七八九十', true],
  ['👍🎉🚀💡🏠👍🎉🚀💡🏠', true],
  ['abcde12345', true],
  ['abcde1234', false],
  ['aaaaaaaaaaaa', false],
  ['abcdabcdabcd', false],
  ['xxWANG.FANGxx99', false],
  ['a1b2c3d4e5'.repeat(12) + 'abcdefgh', true],
  ['a1b2c3d4e5'.repeat(12) + 'abcdefghi', false],
])('%s: %s', (password, fit) => expect(isFitPassword(password, email)).toBe(fit));

it('lets a short name of an address be part of a password', () => {
  expect(isFitPassword('long enough li', 'li@he-yuan.example')).toBe(true);
});
