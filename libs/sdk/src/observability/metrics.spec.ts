import { Label, OTHER } from './label';
import { defineCounter, defineDuration, defineGauge, metricsRegistry } from './metrics';

const text = (name: string): Promise<string> => metricsRegistry().getSingleMetricAsString(name);

describe('metrics', () => {
  const dish = new Label('dish', ['soup']);

  it('have no more series than the declared values of their labels allow, whatever comes', async () => {
    const served = defineCounter({ name: 'spec_served_total', help: 'x', labels: { dish, size: ['s', 'l'] } });
    for (let n = 0; n < 1_000; n++) served.add({ dish: `dish ${n}`, size: `${n}` as 's' });
    served.add({ dish: 'soup', size: 'l' }, 3);
    const lines = (await text('spec_served_total')).split('\n').filter((line) => !line.startsWith('#'));
    expect(lines).toEqual([
      `spec_served_total{dish="${OTHER}",size="${OTHER}"} 1000`,
      'spec_served_total{dish="soup",size="l"} 3',
    ]);
  });

  it('keep a name declared later, and refuse one that no code would choose', async () => {
    dish.declare('rice');
    expect([dish.of('rice'), dish.of('Rice')]).toEqual(['rice', OTHER]);
    expect(() => dish.declare('li@x.example')).toThrow('Not a value of the label dish');
    for (let n = 0; n < 1_000; n++) dish.declare(`course ${n}`);
    expect(dish.of('course 999')).toBe(OTHER);
  });

  it('measure durations in seconds', async () => {
    defineDuration({ name: 'spec_cooking_seconds', help: 'x' }, [1, 10]).observe({}, 5);
    expect(await text('spec_cooking_seconds')).toContain('spec_cooking_seconds_bucket{le="10"} 1');
  });

  it('read gauges when they are asked for, sum up their readers and forget those that have gone', async () => {
    const queue = defineGauge({ name: 'spec_queue', help: 'x', labels: { dish: ['soup'] } });
    const stop = queue.read((set) => set({ dish: 'soup' }, 2));
    queue.read((set) => Promise.resolve(set({ dish: 'soup' }, 5)));
    expect(await text('spec_queue')).toContain('spec_queue{dish="soup"} 7');
    stop();
    expect(await text('spec_queue')).toContain('spec_queue{dish="soup"} 5');
  });

  it('are one when a module is loaded twice, and not to be taken by another', () => {
    const once = defineCounter({ name: 'spec_twice_total', help: 'x', labels: { size: ['s'] } });
    expect(defineCounter({ name: 'spec_twice_total', help: 'x', labels: { size: ['s'] } })).toBe(once);
    expect(() => defineCounter({ name: 'spec_twice_total', help: 'x' })).toThrow('is there already');
    expect(() => defineCounter({ name: 'Spec', help: 'x' })).toThrow('Not the name of a metric');
  });
});
