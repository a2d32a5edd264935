import { finished, type Writable } from 'node:stream';
import { TableError } from './table-error';

/** A writable stream as promises, which also notices that the other side has gone. */
export class Sink {
  private failure: unknown = null;
  private done = false;
  private wake: (() => void)[] = [];
  private onFailure: ((error: unknown) => void) | null = null;

  constructor(private readonly stream: Writable) {
    finished(stream, { readable: false }, (error) => {
      this.done = true;
      if (error) this.fail(isPrematureClose(error) ? new TableError('SINK_CLOSED', {}, { cause: error }) : error);
      else this.wakeAll();
    });
    stream.on('drain', () => this.wakeAll());
  }

  /** Everything awaited here, now or later, is rejected with the first error. */
  fail(error: unknown): void {
    if (this.failure !== null) return;
    this.failure = error;
    this.onFailure?.(error);
    this.wakeAll();
  }

  /** Hands failures on to the stream that feeds this one, which may be waiting for it. */
  set failsWith(other: { fail(error: unknown): void } | null) {
    this.onFailure = other ? (error) => other.fail(error) : null;
    if (this.failure !== null) other?.fail(this.failure);
  }

  async write(chunk: Buffer | string): Promise<void> {
    this.check();
    if (!this.stream.write(chunk)) await this.until(() => !this.stream.writableNeedDrain);
    this.check();
  }

  /** Ends the stream and waits until everything is taken. */
  async end(): Promise<void> {
    this.check();
    this.stream.end();
    await this.finished();
  }

  /** Waits for the end that somebody else brings about. */
  async finished(): Promise<void> {
    await this.until(() => this.done);
    this.check();
  }

  private check(): void {
    if (this.failure !== null) throw this.failure;
  }

  private async until(condition: () => boolean): Promise<void> {
    while (this.failure === null && !this.done && !condition()) {
      await new Promise<void>((resolve) => this.wake.push(resolve));
    }
  }

  private wakeAll(): void {
    const waiting = this.wake;
    this.wake = [];
    for (const wake of waiting) wake();
  }
}

const isPrematureClose = (error: Error): boolean => 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
