import { BackgroundPace, LONGEST_BACKGROUND_REST_MS, type Pauses } from './background-pace';
import { BURST_MS, SEVERAL } from './time-shares.policy';

/** Time that passes when somebody pauses or works. @param there at work all the time, as is told every second */
function rig(share: number, there: string | null = null) {
  let now = 0;
  let paused = 0;
  const time: Pauses = {
    now: () => now,
    pause: (milliseconds) => {
      now += milliseconds;
      paused += milliseconds;
      if (there) pace.heard(there);
      return Promise.resolve();
    },
  };
  const pace: BackgroundPace = new BackgroundPace(share, time);
  const work = async (tenantId: string, took: number): Promise<void> => {
    await pace.turn(tenantId);
    now += took;
    pace.spend(tenantId, took);
  };
  return { pace, work, pass: (milliseconds: number) => void (now += milliseconds), paused: () => paused };
}

it('rests beside people of another company: half of the share of operations is for jobs', async () => {
  const { pace, work, paused } = rig(0.2);
  for (let n = 0; n < 100; n++) {
    pace.heard('quiet');
    await work('noisy', 100);
  }
  const worked = 100 * 100;
  expect((worked - BURST_MS) / (worked + paused())).toBeCloseTo(0.1, 2);
});

it('has its share where one piece of work takes long, too', async () => {
  const { pace, work, paused } = rig(0.2, 'quiet');
  for (let n = 0; n < 100; n++) {
    pace.heard('quiet');
    await work('noisy', 900);
  }
  expect((100 * 900 - BURST_MS) / (100 * 900 + paused())).toBeCloseTo(0.1, 2);
});

it('rests beside several that nobody names, and for nobody else’s work', async () => {
  const { pace, work, paused } = rig(0.2);
  pace.heard(SEVERAL);
  await work('noisy', BURST_MS + 100);
  await work('other', BURST_MS);
  expect(paused()).toBe(0);
  await work('noisy', 1);
  expect(paused()).toBeGreaterThan(0);
});

it.each([
  ['alone', 0.2, null],
  ['beside its own people', 0.2, 'noisy'],
  ['where nothing is shared', 1, 'quiet'],
])('does not rest %s', async (_, share, heard) => {
  const { pace, work, paused } = rig(share);
  for (let n = 0; n < 100; n++) {
    if (heard) pace.heard(heard);
    await work('noisy', 100);
  }
  expect(paused()).toBe(0);
});

it('goes on soon after the others have left, and after ten seconds in any case', async () => {
  const left = rig(0.2);
  left.pace.heard('quiet');
  left.pass(2_500);
  await left.work('noisy', 0);
  left.pace.spend('noisy', 60_000);
  await left.pace.turn('noisy');
  expect(left.paused()).toBe(600);

  const there = rig(0.2, 'quiet');
  there.pace.heard('quiet');
  there.pace.spend('noisy', 60_000);
  await there.pace.turn('noisy');
  expect(there.paused()).toBe(LONGEST_BACKGROUND_REST_MS);
});
