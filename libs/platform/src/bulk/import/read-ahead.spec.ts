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
  it('reads the next batch while one is being worked on, and not the one after it', async () => {
    const log: string[] = [];
    for await (const [n] of ahead(tenfold(source(log)))) {
      await settled();
      log.push(`worked on ${n}`);
    }
    expect(log).toEqual([
      'read 1',
      'read 2',
      'worked on 10',
      'read 3',
      'worked on 20',
      'read 4',
      'worked on 30',
      'closed',
      'worked on 40',
    ]);
  });

  it('tells of a failure when its turn has come', async () => {
    const log: string[] = [];
    const work = async (): Promise<void> => {
      for await (const [n] of ahead(tenfold(source(log, 3)))) {
        await settled();
        log.push(`worked on ${n}`);
      }
    };
    await expect(work()).rejects.toThrow('cannot read 3');
    expect(log).toEqual(['read 1', 'read 2', 'worked on 10', 'closed', 'worked on 20']);
  });

  it('ends the source when it is left early', async () => {
    const log: string[] = [];
    for await (const [n] of ahead(tenfold(source(log)))) if (n === 10) break;
    expect(log).toEqual(['read 1', 'read 2', 'closed']);
  });
});
