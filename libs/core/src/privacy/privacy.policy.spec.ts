import { mayMove, nextStates, PrivacyRequestState as S } from './privacy.policy';

describe('a request about somebody’s own data', () => {
  it.each<[S, S[]]>([
    [S.REQUESTED, [S.IN_PROGRESS, S.DONE, S.REFUSED, S.WITHDRAWN]],
    [S.IN_PROGRESS, [S.DONE, S.REFUSED, S.WITHDRAWN]],
    [S.DONE, []],
    [S.REFUSED, []],
    [S.WITHDRAWN, []],
  ])('that is %s can become %j and nothing else', (from, allowed) => {
    expect(nextStates(from)).toEqual(allowed);
    expect(Object.values(S).filter((to) => mayMove(from, to))).toEqual(allowed);
  });
});
