/** What two customers have in common. */
export enum DuplicateReason {
  SAME_IDENTITY_NUMBER = 'SAME_IDENTITY_NUMBER',
  SAME_PHONE = 'SAME_PHONE',
  SAME_EMAIL = 'SAME_EMAIL',
  SAME_NAME = 'SAME_NAME',
  SAME_UNIT = 'SAME_UNIT',
}

/**
 * How likely, in hundredths, two customers with this in common are one. Families share phones, and a name alone says
 * little; together they say much.
 */
const WEIGHTS: Readonly<Record<DuplicateReason, number>> = {
  SAME_IDENTITY_NUMBER: 95,
  SAME_PHONE: 50,
  SAME_EMAIL: 50,
  SAME_NAME: 30,
  SAME_UNIT: 20,
};

/** Pairs below are not worth a look: the same name or the same unit alone. */
export const MIN_DUPLICATE_SCORE = 44;

/**
 * How likely two customers are one, 0 to 100: the reasons count as independent hints (noisy-or), rounded. Another
 * identity number of the same kind of document speaks against it, whatever they share.
 */
export function duplicateScore(reasons: readonly DuplicateReason[], otherIdentity: boolean): number {
  if (otherIdentity && !reasons.includes(DuplicateReason.SAME_IDENTITY_NUMBER)) return 0;
  const doubt = [...new Set(reasons)].reduce((left, reason) => left * (1 - WEIGHTS[reason] / 100), 1);
  return Math.round((1 - doubt) * 100);
}

/**
 * {@link duplicateScore} as SQL, unrounded, to order by.
 * @param reasons a `text[]` @param otherIdentity a `boolean`
 */
export function scoreSql(reasons: string, otherIdentity: string): string {
  const doubts = Object.entries(WEIGHTS).map(
    ([reason, weight]) => `CASE WHEN '${reason}' = ANY (${reasons}) THEN ${(100 - weight) / 100} ELSE 1 END`,
  );
  const contradicted = `${otherIdentity} AND NOT 'SAME_IDENTITY_NUMBER' = ANY (${reasons})`;
  return `CASE WHEN ${contradicted} THEN 0 ELSE 100 * (1 - ${doubts.join(' * ')}) END`;
}
