import { newCheckInCode, readCode, shownCode } from './check-in-code';

it('is made of sixteen signs that are not taken for each other, and never twice', () => {
  const codes = Array.from({ length: 5_000 }, newCheckInCode);
  expect(new Set(codes).size).toBe(5_000);
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
  // Each sign comes up about as often as any other: 80 random bits, not fewer.
  const counts = Map.groupBy(codes.join(''), (sign) => sign);
  expect(counts.size).toBe(32);
  for (const { length } of counts.values()) expect(length).toBeGreaterThan((5_000 * 16) / 32 / 1.2);
});

it('is read as people write it', () => {
  const code = '7K2M90QX4ZTA1C8D';
  expect(shownCode(code)).toBe('7K2M-90QX-4ZTA-1C8D');
  for (const written of [code, shownCode(code), '7k2m 9oqx 4zta lc8d', '7K2M-90QX-4ZTA-IC8D']) {
    expect(readCode(written)).toBe(code);
  }
  for (const wrong of ['', '7K2M', `${code}0`, '7K2M90QX4ZTA1C8U', '7K2M90QX4ZTA1C8!'])
    expect(readCode(wrong)).toBeNull();
});
