import { Admission, DEAR_COST, HEAD_START_MS, type Timer } from './admission';

/** A clock that stands still until it is told to go on, and rings on its way. */
function standing() {
  let time = 0;
  const alarms = new Map<() => void, number>();
  const timer: Timer = {
    now: () => time,
    after: (milliseconds, task) => {
      alarms.set(task, time + milliseconds);
      return () => alarms.delete(task);
    },
  };
  const pass = async (milliseconds: number): Promise<void> => {
    const until = time + milliseconds;
    for (;;) {
      const [task, at] = [...alarms].sort((a, b) => a[1] - b[1])[0] ?? [];
      if (!task || at! > until) break;
      time = at!;
      alarms.delete(task);
      task();
      await new Promise((resolve) => setImmediate(resolve));
    }
    time = until;
  };
  return { timer, pass };
}

/** Operations that run until they are told to end; `begun` names them in the order in which they came in. */
function rig(slots: number, besideOthers = slots, share = 1) {
  const { timer, pass } = standing();
  const admission = new Admission({ slots, besideOthers, share }, timer);
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const start = (tenant: string, name: string, cost = 1): Promise<void> =>
    admission.run(tenant, cost, () => {
      begun.push(name);
      return new Promise<void>((resolve, reject) => ends.set(name, (error) => (error ? reject(error) : resolve())));
    });
  const end = async (name: string, error?: Error): Promise<void> => {
    ends.get(name)!(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, start, end, pass };
}

it('lets in whoever comes while there is room', () => {
  const { begun, start } = rig(2);
  void start('a', 'a1');
  void start('a', 'a2');
  void start('a', 'a3');
  expect(begun).toEqual(['a1', 'a2']);
});

it('lets a company with nothing running in before one that has all the room, however long its line', async () => {
  const { begun, start, end } = rig(2);
  for (let n = 1; n <= 50; n++) void start('noisy', `n${n}`);
  void start('quiet', 'q1');
  await end('n1');
  expect(begun).toEqual(['n1', 'n2', 'q1']);
  await end('q1');
  expect(begun.at(-1)).toBe('n3');
});

it('lets equals take turns, each in its own order', async () => {
  const { begun, start, end } = rig(1);
  void start('x', 'x0');
  for (const name of ['a1', 'a2', 'b1', 'b2']) void start(name[0]!, name);
  for (const name of ['x0', 'a1', 'b1', 'a2']) await end(name);
  expect(begun).toEqual(['x0', 'a1', 'b1', 'a2', 'b2']);
});

it('gives the room of one that failed to the next', async () => {
  const { begun, start, end } = rig(1);
  const failing = start('a', 'a1');
  void start('a', 'a2');
  const failed = expect(failing).rejects.toThrow('broken');
  await end('a1', new Error('broken'));
  await failed;
  expect(begun).toEqual(['a1', 'a2']);
});

describe('a company beside others', () => {
  it('has a few places, and the rest stays free for them', async () => {
    const { begun, start, end } = rig(8, 2);
    void start('quiet', 'q1');
    await end('q1');
    for (let n = 1; n <= 50; n++) void start('noisy', `n${n}`);
    expect(begun).toEqual(['q1', 'n1', 'n2']);
    void start('quiet', 'q2');
    void start('third', 't1');
    expect(begun.slice(3)).toEqual(['q2', 't1']);
    await end('n1');
    expect(begun.at(-1)).toBe('n3');
    expect(begun).toHaveLength(6);
  });

  it('has all of them while nobody else asks, and again when nobody has for a while', async () => {
    const { begun, start, end, pass } = rig(4, 1);
    for (let n = 1; n <= 9; n++) void start('noisy', `n${n}`);
    expect(begun).toEqual(['n1', 'n2', 'n3', 'n4']);
    void start('quiet', 'q1');
    await end('n1');
    expect(begun.at(-1)).toBe('q1');
    for (const name of ['n2', 'n3', 'q1']) await end(name);
    expect(begun).toHaveLength(5);
    await end('n4');
    expect(begun.at(-1)).toBe('n5');
    await pass(10_001);
    await end('n5');
    expect(begun.slice(6)).toEqual(['n6', 'n7', 'n8', 'n9']);
  });

  it('has fewer of its places for dear operations, so that its cheap ones do not wait for all of those', async () => {
    const { begun, start, end } = rig(16, 4);
    void start('quiet', 'q1');
    for (let n = 1; n <= 9; n++) void start('noisy', `d${n}`, DEAR_COST);
    for (let n = 1; n <= 9; n++) void start('noisy', `c${n}`, DEAR_COST - 1);
    expect(begun).toEqual(['q1', 'd1', 'c1', 'c2', 'c3']);
    await end('d1');
    await end('c2');
    expect(begun.slice(5)).toEqual(['d2', 'c4']);
  });

  it('is not one beside sign-ins, which are nobody’s', () => {
    const { begun, start } = rig(4, 1);
    void start('', 'sign-in');
    void start('a', 'a1');
    void start('a', 'a2');
    expect(begun).toEqual(['sign-in', 'a1', 'a2']);
  });

  it('rests when its operations have run for more than its share, and nobody else waits for that', async () => {
    const { begun, start, end, pass } = rig(8, 2, 0.2);
    void start('quiet', 'q1');
    void start('noisy', 'n1');
    await pass(300);
    await end('n1');
    // 50 ms more than it had: at a fifth of the time it rests five times as long.
    void start('noisy', 'n2');
    void start('noisy', 'n3', DEAR_COST);
    void start('quiet', 'q2');
    await pass(250);
    expect(begun).toEqual(['q1', 'n1', 'q2']);
    await pass(1);
    expect(begun.slice(3)).toEqual(['n2']);
    await pass(HEAD_START_MS);
    expect(begun.slice(3)).toEqual(['n2', 'n3']);
  });

  it('has its quick operations one after the other, and those beside one that takes long', async () => {
    const { begun, start, end, pass } = rig(8, 2, 0.9);
    void start('quiet', 'q1');
    for (let n = 1; n <= 5; n++) void start('noisy', `n${n}`);
    await pass(HEAD_START_MS - 1);
    expect(begun).toEqual(['q1', 'n1']);
    await end('n1');
    await pass(HEAD_START_MS - 1);
    expect(begun.slice(2)).toEqual(['n2']);
    await pass(1);
    expect(begun.slice(3)).toEqual(['n3']);
    await pass(100 * HEAD_START_MS);
    expect(begun).toHaveLength(4);
    void start('quiet', 'q2');
    expect(begun.at(-1)).toBe('q2');
  });

  it('does not rest while it is alone', async () => {
    const { begun, start, end, pass } = rig(8, 2, 0.2);
    for (let n = 1; n <= 20; n++) {
      void start('noisy', `n${n}`);
      await pass(1_000);
      await end(`n${n}`);
    }
    expect(begun).toHaveLength(20);
  });

  it('rests for nothing that is nobody’s: sign-ins', async () => {
    const { begun, start, end, pass } = rig(8, 2, 0.2);
    for (let n = 1; n <= 20; n++) {
      void start('quiet', `q${n}`);
      void start('', `sign-in ${n}`);
      await end(`q${n}`);
      await pass(1_000);
      await end(`sign-in ${n}`);
    }
    expect(begun.filter((name) => name.startsWith('sign-in'))).toHaveLength(20);
  });
});
