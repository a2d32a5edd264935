import { type Call, describeCall } from './caller';
import { changedTables, type Digest } from './digest';
import type { Setting } from './setting';

/** Proves that calls changed nothing of tenant A: a sum over all its rows before and after. */
export class Watch {
  private before: Digest | null = null;

  constructor(
    private readonly setting: Setting,
    private readonly kind: string,
  ) {}

  /** Makes a call that may change nothing of A, and names it where it did. */
  async call(what: string, make: () => Promise<Call>): Promise<Call> {
    const { digest, report } = this.setting;
    this.before ??= await digest.take();
    const call = await make();
    const after = await digest.take();
    const changed = changedTables(this.before, after);
    if (changed.length > 0) report.leak(this.kind, what, `changed ${changed.join(', ')} of A: ${describeCall(call)}`);
    this.before = after;
    return call;
  }
}
