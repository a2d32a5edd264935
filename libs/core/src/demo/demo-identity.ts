import { chineseIdCheckCharacter, creditCodeCheckCharacter } from '@atrium/sdk';
import type { Day } from './demo-types';
import type { SeededRandom } from './seeded-random';

/** An administrative code of Shanghai that no county has: numbers made with it pass every check and belong to nobody. */
const NO_SUCH_COUNTY = '310099';
/** No operator has the mobile prefix 154: the regulator has not assigned it, so no message sent by mistake reaches anybody. */
const UNASSIGNED_MOBILE_PREFIX = '154';
const SUBSCRIBERS = 10 ** 8;
/** Without a common factor with the number of subscribers, so that no two indexes share a number. */
const STRIDE = 48_271_807;

/** The mobile number of the index-th person; numbers repeat after a hundred million. */
export function demoPhone(index: number): string {
  const subscriber = (index * STRIDE + 20_260_000) % SUBSCRIBERS;
  return UNASSIGNED_MOBILE_PREFIX + String(subscriber).padStart(8, '0');
}

export function demoIdentityNumber(random: SeededRandom, birthDate: Day, gender: 'FEMALE' | 'MALE'): string {
  // the 17th digit is odd for men
  const sequence = random.int(0, 99) * 10 + random.int(0, 4) * 2 + (gender === 'MALE' ? 1 : 0);
  const number = NO_SUCH_COUNTY + birthDate.replaceAll('-', '') + String(sequence).padStart(3, '0');
  return number + chineseIdCheckCharacter(number);
}

/** The unified social credit code of the index-th company; codes repeat after a million. */
export function demoCreditCode(index: number): string {
  const code = `91${NO_SUCH_COUNTY}DEM${String(index % 1_000_000).padStart(6, '0')}`;
  return code + creditCodeCheckCharacter(code);
}
