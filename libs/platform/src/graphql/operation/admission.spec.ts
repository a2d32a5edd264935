import { Admission } from './admission';

/** Operations that run until they are told to end; `begun` names them in the order in which they came in. */
function rig(slots: number) {
  const admission = new Admission(slots);
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const start = (tenant: string, name: string): Promise<void> =>
    admission.run(tenant, () => {
      begun.push(name);
      return new Promise<void>((resolve, reject) => ends.set(name, (error) => (error ? reject(error) : resolve())));
    });
  const end = async (name: string, error?: Error): Promise<void> => {
    ends.get(name)!(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, start, end };
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
