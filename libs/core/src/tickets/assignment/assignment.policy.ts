import { registerEnumType } from '@nestjs/graphql';

export enum AssignmentStrategy {
  MANUAL = 'MANUAL',
  ROUND_ROBIN = 'ROUND_ROBIN',
  LEAST_LOADED = 'LEAST_LOADED',
  BEST_SUITED = 'BEST_SUITED',
}
registerEnumType(AssignmentStrategy, {
  name: 'AssignmentStrategy',
  description: 'How the person is chosen whom a ticket is given to.',
  valuesMap: {
    MANUAL: { description: 'The one who is named, or the team alone.' },
    ROUND_ROBIN: { description: 'The member of the team whose turn it is.' },
    LEAST_LOADED: { description: 'The member of the team with the fewest open tickets.' },
    BEST_SUITED: {
      description:
        'Who has the skill of the category, works in the community and is on shift; of several, the one with the fewest open tickets.',
    },
  },
});

/** Somebody who can be given a ticket. */
export interface Candidate {
  readonly staffId: string;
  readonly teamId: string;
  /** Open tickets. */
  readonly load: number;
  /** When their last turn was; null: never. */
  readonly lastTurn: Date | null;
  readonly isOnShift: boolean;
  readonly hasSkill: boolean;
}

type Rank = (candidate: Candidate) => readonly (number | string)[];

const turn: Rank = ({ lastTurn, staffId }) => [lastTurn?.getTime() ?? 0, staffId];
const load: Rank = (candidate) => [candidate.load, ...turn(candidate)];

/** Whoever comes first by the strategy; null where nobody will do. */
export function chooseCandidate(strategy: AssignmentStrategy, candidates: readonly Candidate[]): Candidate | null {
  const fit =
    strategy === AssignmentStrategy.BEST_SUITED
      ? candidates.filter(({ isOnShift, hasSkill }) => isOnShift && hasSkill)
      : candidates;
  const rank = strategy === AssignmentStrategy.ROUND_ROBIN ? turn : load;
  return fit.reduce<Candidate | null>((best, one) => (best && !isBefore(rank(one), rank(best)) ? best : one), null);
}

function isBefore(a: readonly (number | string)[], b: readonly (number | string)[]): boolean {
  const place = a.findIndex((value, index) => value !== b[index]);
  return place >= 0 && a[place]! < b[place]!;
}
