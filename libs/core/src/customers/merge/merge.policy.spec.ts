import fc from 'fast-check';
import { CustomerKind } from '../customer/customer-kind';
import { DuplicateReason as Reason, duplicateScore, MIN_DUPLICATE_SCORE } from './duplicates.policy';
import { type MergeCandidate, mergeProblem } from './merge.policy';

const customer = (id: string, over: Partial<MergeCandidate> = {}): MergeCandidate => ({
  id,
  kind: CustomerKind.PERSON,
  mergedIntoId: null,
  aliasIds: [],
  ...over,
});

describe('mergeProblem', () => {
  it.each([
    ['two customers', customer('a'), customer('b'), null],
    ['a second duplicate', customer('a', { aliasIds: ['c'] }), customer('b'), null],
    ['a customer with itself', customer('a'), customer('a'), 'SAME'],
    ['a person and an organisation', customer('a'), customer('b', { kind: CustomerKind.ORGANISATION }), 'ANOTHER_KIND'],
    ['into an alias', customer('a', { mergedIntoId: 'c' }), customer('b'), 'SURVIVOR_MERGED'],
    ['an alias again', customer('a'), customer('b', { mergedIntoId: 'a' }), 'DUPLICATE_MERGED'],
    ['a survivor of another merge', customer('a'), customer('b', { aliasIds: ['c'] }), 'DUPLICATE_SURVIVES'],
    ['back', customer('b', { mergedIntoId: 'a' }), customer('a', { aliasIds: ['b'] }), 'SURVIVOR_MERGED'],
  ])('%s', (_, survivor, duplicate, expected) => expect(mergeProblem(survivor, duplicate)).toBe(expected));

  it('keeps every alias one step from its survivor, whatever is merged and undone', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const step = fc.record({
      survivor: fc.constantFrom(...ids),
      duplicate: fc.constantFrom(...ids),
      undo: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const into = new Map<string, string>();
        const state = (id: string): MergeCandidate =>
          customer(id, {
            mergedIntoId: into.get(id) ?? null,
            aliasIds: [...into].filter(([, target]) => target === id).map(([alias]) => alias),
          });
        for (const { survivor, duplicate, undo } of steps) {
          if (undo) into.delete(duplicate);
          else if (mergeProblem(state(survivor), state(duplicate)) === null) into.set(duplicate, survivor);
          for (const target of into.values()) expect(into.has(target)).toBe(false);
        }
      }),
    );
  });
});

describe('duplicateScore', () => {
  it.each([
    [[Reason.SAME_IDENTITY_NUMBER], 95],
    [[Reason.SAME_PHONE], 50],
    [[Reason.SAME_PHONE, Reason.SAME_NAME], 65],
    [[Reason.SAME_PHONE, Reason.SAME_EMAIL], 75],
    [[Reason.SAME_NAME, Reason.SAME_UNIT], 44],
    [[Reason.SAME_NAME], 30],
    [[Reason.SAME_UNIT], 20],
    [[], 0],
  ])('%s: %d', (reasons, score) => expect(duplicateScore(reasons, false)).toBe(score));

  it('the same name in the same unit is worth a look, either alone is not', () => {
    const score = (...reasons: Reason[]) => duplicateScore(reasons, false);
    expect(score(Reason.SAME_NAME, Reason.SAME_UNIT)).toBeGreaterThanOrEqual(MIN_DUPLICATE_SCORE);
    expect(score(Reason.SAME_NAME)).toBeLessThan(MIN_DUPLICATE_SCORE);
    expect(score(Reason.SAME_UNIT)).toBeLessThan(MIN_DUPLICATE_SCORE);
  });

  it('another identity number rules it out, unless one is the same', () => {
    expect(duplicateScore([Reason.SAME_PHONE, Reason.SAME_NAME], true)).toBe(0);
    expect(duplicateScore([Reason.SAME_IDENTITY_NUMBER, Reason.SAME_NAME], true)).toBe(97);
  });

  it('never falls with a further reason, and counts none twice', () => {
    fc.assert(
      fc.property(fc.subarray(Object.values(Reason)), fc.constantFrom(...Object.values(Reason)), (reasons, more) => {
        const score = duplicateScore(reasons, false);
        expect(duplicateScore([...reasons, more], false)).toBeGreaterThanOrEqual(score);
        expect(duplicateScore([...reasons, ...reasons], false)).toBe(score);
      }),
    );
  });
});
