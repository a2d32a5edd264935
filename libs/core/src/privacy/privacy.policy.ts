export enum PrivacyRequestKind {
  ACCESS = 'ACCESS',
  CORRECTION = 'CORRECTION',
  ERASURE = 'ERASURE',
}

export enum PrivacyRequestState {
  REQUESTED = 'REQUESTED',
  IN_PROGRESS = 'IN_PROGRESS',
  DONE = 'DONE',
  REFUSED = 'REFUSED',
  WITHDRAWN = 'WITHDRAWN',
}

const { IN_PROGRESS, DONE, REFUSED, WITHDRAWN } = PrivacyRequestState;

const MOVES: Readonly<Record<PrivacyRequestState, readonly PrivacyRequestState[]>> = {
  REQUESTED: [IN_PROGRESS, DONE, REFUSED, WITHDRAWN],
  IN_PROGRESS: [DONE, REFUSED, WITHDRAWN],
  DONE: [],
  REFUSED: [],
  WITHDRAWN: [],
};

/** States a request can go to from where it stands. */
export const nextStates = (state: PrivacyRequestState): readonly PrivacyRequestState[] => MOVES[state];

export const mayMove = (from: PrivacyRequestState, to: PrivacyRequestState): boolean => MOVES[from].includes(to);
