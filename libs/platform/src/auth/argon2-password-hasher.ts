import { randomBytes } from 'node:crypto';
import { PasswordHasher } from '@atrium/sdk';
import { hash, type Options, parseOptions, verify } from '@node-rs/argon2';

export interface Argon2Cost {
  /** KiB of memory one hash takes. */
  readonly memoryKiB: number;
  /** Passes over that memory. */
  readonly passes: number;
  readonly parallelism: number;
}

/**
 * The least that OWASP's Password Storage Cheat Sheet asks of argon2id: 19 MiB, 2 passes, 1 lane; some 20–40 ms of a
 * core. Raising it is safe at any time: each hash names its own cost, and sign-in renews those that are outdated.
 */
export const ARGON2_COST: Argon2Cost = { memoryKiB: 19_456, passes: 2, parallelism: 1 };

/** argon2id in the PHC string format, computed on libuv's thread pool. */
export class Argon2PasswordHasher extends PasswordHasher {
  private readonly options: Options;
  private readonly nobody: Promise<string>;

  constructor(private readonly cost: Argon2Cost = ARGON2_COST) {
    super();
    const { memoryKiB: memoryCost, passes: timeCost, parallelism } = cost;
    // The library's algorithm is argon2id unless told otherwise.
    this.options = { memoryCost, timeCost, parallelism };
    this.nobody = this.hash(randomBytes(32).toString('base64'));
  }

  hash(password: string): Promise<string> {
    return hash(password, this.options);
  }

  async verify(stored: string | null, password: string): Promise<boolean> {
    const matches = await verify(stored ?? (await this.nobody), password);
    return stored !== null && matches;
  }

  isOutdated(stored: string): boolean {
    const { memoryCost, timeCost, parallelism } = parseOptions(stored);
    return memoryCost !== this.cost.memoryKiB || timeCost !== this.cost.passes || parallelism !== this.cost.parallelism;
  }
}
