import { until } from './until';

describe('until', () => {
  it('looks until there is an answer', async () => {
    const answers = [undefined, undefined, 'there'];
    expect(await until('the end', () => Promise.resolve(answers.shift()), 1)).toBe('there');
    expect(answers).toEqual([]);
  });

  it('gives up and says what did not come', async () => {
    let looks = 0;
    const look = (): Promise<undefined> => {
      looks += 1;
      return Promise.resolve(undefined);
    };
    await expect(until('the end', look, 1, 20)).rejects.toThrow('the end did not come within 0.02 s');
    expect(looks).toBeGreaterThan(1);
  });

  it('tells at once what goes wrong', async () => {
    await expect(until('the end', () => Promise.reject(new Error('refused')), 1)).rejects.toThrow('refused');
  });
});
