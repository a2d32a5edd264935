import { ahead, mapped } from './read-ahead';

async function* source(log: string[], failAt = Infinity): AsyncGenerator<number[]> {
  try {
    for (let n = 1; n <= 4; n++) {
      if (n === failAt) throw new Error(`cannot read ${n}`);
      log.push(`read ${n}`);
      yield [n];
    }
  } finally {
    log.push('closed');
  }
}
const tenfold = mapped((n: number) => n * 10);

/** Lets everything run that does not wait for us. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('ahead', () => {
  it('reads the next batch while one is being worked on, from when the work says so, and not the one after it', async () => {
    const log: string[] = [];
    for await (const { value, pullNext } of ahead(tenfold(source(log)))) {
      await settled();
      log.push(`planned ${value[0]}`);
      pullNext();
      pullNext();
      await settled();
      log.push(`worked on ${value[0]}`);
    }
    expect(log).toEqual([
      'read 1',
      'planned 10',
      'read 2',
      'worked on 10',
      'planned 20',
      'read 3',
      'worked on 20',
      'planned 30',
      'read 4',
      'worked on 30',
      'planned 40',
      'closed',
      'worked on 40',
    ]);
  });

  it('reads on by itself when the work has not said anything', async () => {
    const log: string[] = [];
    for await (const { value } of ahead(tenfold(source(log)))) log.push(`worked on ${value[0]}`);
    expect(log.filter((line) => line.startsWith('worked'))).toEqual([10, 20, 30, 40].map((n) => `worked on ${n}`));
    expect(log.indexOf('read 2')).toBeGreaterThan(log.indexOf('worked on 10'));
  });

  it('tells of a failure when its turn has come', async () => {
    const log: string[] = [];
    const work = async (): Promise<void> => {
      for await (const { value, pullNext } of ahead(tenfold(source(log, 3)))) {
        pullNext();
        await settled();
        log.push(`worked on ${value[0]}`);
      }
    };
    await expect(work()).rejects.toThrow('cannot read 3');
    expect(log).toEqual(['read 1', 'read 2', 'worked on 10', 'closed', 'worked on 20']);
  });

  it('ends the source when it is left early', async () => {
    const log: string[] = [];
    for await (const { pullNext } of ahead(tenfold(source(log)))) {
      pullNext();
      break;
    }
    expect(log).toEqual(['read 1', 'read 2', 'closed']);
  });
});
