import { execFile } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** Lints text as if it stood in the folder of the fee engine; answers the lines that the rule refuses. */
const refusedLines = (text: string): Promise<number[]> =>
  new Promise((resolve, reject) => {
    const args = ['node_modules/eslint/bin/eslint.js', '--format', 'json', '--stdin'];
    const file = 'libs/core/src/fees/index.ts';
    const child = execFile(process.execPath, [...args, '--stdin-filename', file], { cwd: ROOT }, (_error, stdout) => {
      try {
        const [{ messages }] = JSON.parse(stdout) as [{ messages: { ruleId: string; line: number }[] }];
        const lines = messages.filter(({ ruleId }) => ruleId === 'fees/exact-arithmetic').map(({ line }) => line);
        resolve([...new Set(lines)]);
      } catch (error) {
        reject(error);
      }
    });
    child.stdin!.end(text);
  });

const REFUSED = [
  'export const sum = (a: number, b: number) => a + b;',
  'export const part = (a: number) => a / 31;',
  'export const minus = (a: number) => -a;',
  'export const read = (text: string) => Number(text);',
  'export const readToo = (text: string) => parseFloat(text);',
  'export const plus = (text: string) => +text;',
  'export const round = (a: number) => Math.round(a);',
  'export const fixed = (a: number) => a.toFixed(2);',
  'export const price = 2.8;',
  'export const either = (a: number | string) => a + "1";',
  'export function grow(a: number) { a += 1; return a; }',
  'export function count(a: number) { a++; return a; }',
  'export const unknown = (a: any) => a * 2;',
];
const ALLOWED = [
  'export const exact = (a: bigint, b: bigint) => (a * b) / 31n;',
  'export const text = (a: string, b: string) => a + b;',
  'export const order = (a: number, b: number): number => (a < b ? -1 : 1);',
  'export const whole = (a: number) => Number.isInteger(a) && BigInt(a) > 0n;',
  'export const negative = (a: bigint) => -a;',
];

describe('the folder of the fee engine', () => {
  it('has no arithmetic on numbers: the rule refuses each way to it, and nothing that is exact', async () => {
    const lines = [...REFUSED, ...ALLOWED];
    const refused = await refusedLines(lines.join('\n'));
    expect(refused.map((line) => lines[line - 1])).toEqual(REFUSED);
  });
});
