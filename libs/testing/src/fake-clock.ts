import type { Clock } from '@atrium/sdk';

/** A clock that moves only when told. Starts at the real time, because the database's own `now()` cannot be moved. */
export class FakeClock implements Clock {
  private offset = 0;
  private frozen: Date | null = null;

  now(): Date {
    return new Date((this.frozen?.getTime() ?? Date.now()) + this.offset);
  }

  /** Moves ahead; `{ days: 3 }`, `{ minutes: 10 }`. */
  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0 } = by;
    this.offset += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  }

  /** Stands still at `at`. */
  freeze(at: Date): void {
    this.frozen = at;
    this.offset = 0;
  }

  reset(): void {
    this.frozen = null;
    this.offset = 0;
  }
}
