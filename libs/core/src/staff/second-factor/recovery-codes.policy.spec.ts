import { newRecoveryCode, readRecoveryCode } from './recovery-codes.policy';

it('makes codes that differ and are read back however they are typed', () => {
  const codes = Array.from({ length: 200 }, newRecoveryCode);
  expect(new Set(codes).size).toBe(200);
  for (const code of codes) {
    expect(code).toMatch(/^[2-9a-z]{5}-[2-9a-z]{5}$/);
    for (const typed of [code, code.toUpperCase(), ` ${code.replace('-', ' ')} `, code.replace('-', '')]) {
      expect(readRecoveryCode(typed)).toBe(code);
    }
  }
});

it.each(['', '123456', 'abcde-fghj', 'abcde-fghjkk', 'abcdo-fghj1', 'abcde_fghjk'])('"%s" is none', (typed) => {
  expect(readRecoveryCode(typed)).toBeNull();
});
