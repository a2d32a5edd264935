import { PluginMeter } from './plugin-meter';

it('has room for so many of one plugin, company and cause, and counts nothing that it refuses', () => {
  const meter = new PluginMeter(3);
  expect(meter.take('a', 't', 'r', 2)).toBe(true);
  expect(meter.take('a', 't', 'r', 2)).toBe(false);
  expect(meter.take('a', 't', 'r', 1)).toBe(true);
  expect(meter.take('a', 't', 'r', 1)).toBe(false);
  for (const [plugin, tenant, cause] of [
    ['b', 't', 'r'],
    ['a', 'u', 'r'],
    ['a', 't', 's'],
  ] as const) {
    expect(meter.take(plugin, tenant, cause, 3)).toBe(true);
  }
});
