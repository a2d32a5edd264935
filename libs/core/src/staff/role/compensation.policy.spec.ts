import { fromMinor, toMinor } from './compensation.policy';

it.each([
  ['200', 'CNY', 20000n, '200.00'],
  ['200.5', 'CNY', 20050n, '200.50'],
  ['0.01', 'CNY', 1n, '0.01'],
  ['0.010', 'CNY', 1n, '0.01'],
  ['3000', 'JPY', 3000n, '3000'],
  ['1.234', 'KWD', 1234n, '1.234'],
])('%s %s is %s of the smallest unit', (amount, currency, minor, answered) => {
  expect(toMinor(amount, currency)).toBe(minor);
  expect(fromMinor(minor, currency)).toBe(answered);
});

it.each([
  ['0', 'CNY'],
  ['0.00', 'CNY'],
  ['-5', 'CNY'],
  ['0.001', 'CNY'],
  ['1.5', 'JPY'],
  ['99999999999999.00', 'CNY'],
  ['', 'CNY'],
])('%s %s is none', (amount, currency) => {
  expect(toMinor(amount, currency)).toBeNull();
});
