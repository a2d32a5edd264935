import type { Minor } from '../exact/money';

/**
 * Tax to be posted with a late fee: the tax in the cumulative fee less what was posted, so that posting daily and posting
 * once come to the same. Never more than the posting itself nor against its sign, as can be after the company changed
 * whether late fees are taxed: the rest follows with the next posting.
 *
 * @param cumulative tax in the cumulative fee
 * @param posted tax in what was posted so far
 * @param posting the posting it is a part of, with tax; not zero
 */
export function lateFeeTaxToPost(cumulative: Minor, posted: Minor, posting: Minor): Minor {
  const wanted = cumulative - posted;
  const [least, most] = posting < 0n ? [posting, 0n] : [0n, posting];
  return wanted < least ? least : wanted > most ? most : wanted;
}
