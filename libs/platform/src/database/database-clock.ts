import { type Clock, defineGauge, Log } from '@atrium/sdk';

/** Between looks at the database's clock. Milliseconds. */
const LOOK_MS = 15_000;
/** Looks at the start, of which the quickest counts. */
const FIRST_LOOKS = 3;
/** A look that takes longer says nothing of the clock. Milliseconds. */
const PATIENCE_MS = 1_000;
/** What the clocks of machines that are kept in step may differ by. Milliseconds. */
const TOLERANCE_MS = 100;
/** From here on operators are told. Milliseconds. */
const APART_MS = 1_000;

const offsetSeconds = defineGauge({
  name: 'atrium_clock_offset_seconds',
  help: 'How far the clock of this machine is ahead of the database’s, by which API and worker go.',
  labels: { role: ['api', 'worker'] },
});

/**
 * The database's clock, which all processes of an installation have in common: what one of them signs another believes,
 * though the clock of its machine is wrong. While the database does not answer, the last offset counts.
 */
export class DatabaseClock implements Clock {
  private readonly log = new Log('Clock');
  private ahead = 0;
  private isApart = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly hide: () => void;

  /** @param ask the database's time, in milliseconds since 1970 */
  constructor(
    role: 'api' | 'worker',
    private readonly ask: () => Promise<number>,
  ) {
    this.hide = offsetSeconds.read((set) => set({ role }, this.ahead / 1000));
  }

  now(): Date {
    return new Date(Date.now() - this.ahead);
  }

  /** Rejects while the database is away. */
  async start(): Promise<void> {
    const looks: Look[] = [];
    for (let n = 0; n < FIRST_LOOKS; n++) looks.push(await this.look());
    this.take(looks.reduce((best, one) => (one.took < best.took ? one : best)));
    this.timer = setInterval(
      () =>
        void this.look().then(
          (look) => this.take(look),
          // That the database is away is said by whoever needs it.
          () => undefined,
        ),
      LOOK_MS,
    ).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.hide();
  }

  private async look(): Promise<Look> {
    const [began, before] = [performance.now(), Date.now()];
    const at = await this.ask();
    const took = performance.now() - began;
    return { took, ahead: before + took / 2 - at };
  }

  private take({ took, ahead }: Look): void {
    if (took > PATIENCE_MS) return;
    // The answer was made at some moment of the look.
    if (Math.abs(ahead - this.ahead) > TOLERANCE_MS + took / 2) this.ahead = Math.round(ahead);
    const isApart = Math.abs(this.ahead) > APART_MS;
    if (isApart === this.isApart) return;
    this.isApart = isApart;
    if (isApart)
      this.log.warn('The clock of this machine differs from the database’s, which counts', { offsetMs: this.ahead });
    else this.log.info('The clock of this machine is right again');
  }
}

/** `took`: milliseconds; `ahead`: how far this machine's clock is, in milliseconds. */
interface Look {
  readonly took: number;
  readonly ahead: number;
}
