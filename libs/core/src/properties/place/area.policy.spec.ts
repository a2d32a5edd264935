import { areaProblem, COMMON_AREA, UNIT_AREA, unitAreaProblems } from './area.policy';

describe('areas', () => {
  it.each([
    ['0.01', true],
    ['89.37', true],
    ['200000', true],
    ['200000.00', true],
    ['89.3700', true],
    ['0', false],
    ['0.00', false],
    ['0.001', false],
    ['89.371', false],
    ['200000.01', false],
    ['-5', false],
    ['1e3', false],
    ['', false],
    ['99999999999999999999', false],
  ])('of a unit: %s m² is plausible: %s', (area, plausible) => {
    const problem = areaProblem('grossArea', area, UNIT_AREA);
    expect(problem?.code ?? null).toBe(plausible ? null : 'AREA_OUT_OF_RANGE');
    if (problem) expect(problem.params).toEqual({ min: '0.01', max: '200000' });
  });

  it('of a common area may be larger', () => {
    expect(areaProblem('area', '200000.01', COMMON_AREA)).toBeNull();
    expect(areaProblem('area', '10000000.01', COMMON_AREA)?.field).toBe('area');
  });

  it('need not be known', () => {
    expect(areaProblem('area', null, COMMON_AREA)).toBeNull();
    expect(unitAreaProblems({})).toEqual([]);
    expect(unitAreaProblems({ grossArea: '80', netArea: null })).toEqual([]);
  });

  it.each([
    ['80', '80', []],
    ['80.00', '80', []],
    ['80', '80.01', ['NET_ABOVE_GROSS']],
    // As floats 0.1 + 0.2 and its like would compare wrongly.
    ['100.30', '100.3', []],
    ['9.9', '10', ['NET_ABOVE_GROSS']],
    ['0', '10', ['AREA_OUT_OF_RANGE']],
    ['0', '0', ['AREA_OUT_OF_RANGE', 'AREA_OUT_OF_RANGE']],
  ])('gross %s with net %s: %j', (grossArea, netArea, codes) => {
    expect(unitAreaProblems({ grossArea, netArea }).map(({ code }) => code)).toEqual(codes);
  });
});
