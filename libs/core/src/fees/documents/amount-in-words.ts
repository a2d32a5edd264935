import type { Minor } from '../exact/money';

const DIGITS: Readonly<Record<string, string>> = {
  ...{ '0': '零', '1': '壹', '2': '贰', '3': '叁', '4': '肆', '5': '伍', '6': '陆', '7': '柒', '8': '捌', '9': '玖' },
};
const digit = (value: bigint): string => DIGITS[String(value)]!;
/** From the highest. */
const PLACES: readonly (readonly [scale: bigint, name: string])[] = [
  [1000n, '仟'],
  [100n, '佰'],
  [10n, '拾'],
  [1n, ''],
];
const GROUPS = ['', '万', '亿', '万亿'];

/**
 * An amount in Chinese capitals, as vouchers show it (人民币大写), by the rules of the People's Bank for filling in bills:
 * 整 after yuan or jiao, 零 for zeros between digits and for missing jiao before fen.
 *
 * @param fen 0 or more, of a currency with two decimals
 * @example amountInWords(140950n) // 壹仟肆佰零玖元伍角整
 */
export function amountInWords(fen: Minor): string {
  const [yuan, jiao, rest] = [fen / 100n, (fen / 10n) % 10n, fen % 10n];
  const whole = yuan === 0n ? '' : `${yuanInWords(yuan)}元`;
  if (jiao === 0n && rest === 0n) return `${whole === '' ? '零元' : whole}整`;
  if (rest === 0n) return `${whole}${digit(jiao)}角整`;
  const tenth = jiao === 0n ? (whole === '' ? '' : '零') : `${digit(jiao)}角`;
  return `${whole}${tenth}${digit(rest)}分`;
}

function yuanInWords(yuan: bigint): string {
  let text = '';
  let gap = false;
  let above = 0;
  const groups: bigint[] = [];
  for (let left = yuan; left > 0n; left /= 10_000n) groups.push(left % 10_000n);
  for (const [index, group] of [...groups.entries()].reverse()) {
    if (group === 0n) {
      gap = true;
      continue;
    }
    // A zero at the end of what is above is heard as well.
    const needsZero = text !== '' && (gap || group < 1000n || groups[above]! % 10n === 0n);
    text += `${needsZero ? '零' : ''}${groupInWords(group)}${GROUPS[index] ?? ''}`;
    gap = false;
    above = index;
  }
  return text;
}

function groupInWords(group: bigint): string {
  let text = '';
  let gap = false;
  for (const [scale, name] of PLACES) {
    const value = (group / scale) % 10n;
    if (value === 0n) {
      gap = text !== '';
      continue;
    }
    text += `${gap ? '零' : ''}${digit(value)}${name}`;
    gap = false;
  }
  return text;
}
