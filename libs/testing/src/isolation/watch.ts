import { type Call, describeCall } from './caller';
import { changedTables, type Digest } from './digest';
import type { Setting } from './setting';

/** Proves that calls changed nothing of tenant A: a sum over all its rows before and after. */
export class Watch {
  constructor(
    private readonly setting: Setting,
    private readonly kind: string,
  ) {}

  /** Makes a call that may change nothing of A once its arguments are made, and names it where it did. */
  async call(what: string, make: (onFilled: () => Promise<void>) => Promise<Call>): Promise<Call> {
    const { digest, report } = this.setting;
    let before: Digest | null = null;
    const call = await make(async () => void (before = await digest.take()));
    const changed = changedTables(before!, await digest.take());
    if (changed.length > 0) report.leak(this.kind, what, `changed ${changed.join(', ')} of A: ${describeCall(call)}`);
    return call;
  }
}
