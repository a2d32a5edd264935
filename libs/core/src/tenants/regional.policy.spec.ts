import { isCurrency, timeZoneName } from './regional.policy';

it.each([
  ['Asia/Shanghai', 'Asia/Shanghai'],
  ['asia/shanghai', 'Asia/Shanghai'],
  ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['UTC', 'UTC'],
  ['+08:00', null],
  ['Asia/Atlantis', null],
  ['', null],
  ["Asia/Shanghai'; --", null],
])('time zone %j: %s', (given, name) => {
  // ICU may answer America/Buenos_Aires for the longer name: both are of the database.
  expect(timeZoneName(given)?.replace('Argentina/', '')).toBe(name?.replace('Argentina/', ''));
});

it.each([
  ['CNY', true],
  ['EUR', true],
  ['JPY', true],
  ['cny', false],
  ['RMB', false],
  ['DEM', false],
  ['', false],
])('currency %j: %s', (code, known) => expect(isCurrency(code)).toBe(known));
