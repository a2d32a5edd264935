import { AllowedOrigins, db, systemActor, Transactions } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';

/** How long an answer is remembered. Milliseconds. */
const REMEMBERED_MS = 30_000;
/** Origins remembered at most: anybody can ask for made-up ones. */
const MAX_REMEMBERED = 1_000;

@Injectable()
export class RegisteredOrigins extends AllowedOrigins {
  private readonly known = new Map<string, { allowed: Promise<boolean>; until: number }>();

  constructor(private readonly transactions: Transactions) {
    super();
  }

  isAllowed(origin: string): Promise<boolean> {
    if (origin.length > 300 || origin === 'null') return Promise.resolve(false);
    const at = Date.now();
    const known = this.known.get(origin);
    if (known && known.until > at) return known.allowed;
    if (this.known.size >= MAX_REMEMBERED) this.known.clear();
    const allowed = this.look(origin);
    // A failed look is not remembered.
    allowed.catch(() => this.known.delete(origin));
    this.known.set(origin, { allowed, until: at + REMEMBERED_MS });
    return allowed;
  }

  /** Forgets what is remembered, when this process has changed it. */
  forget(): void {
    this.known.clear();
  }

  private look(origin: string): Promise<boolean> {
    return this.transactions.run(
      { tenantId: null, actor: systemActor('cors'), readOnly: true, operation: 'cors' },
      async () => {
        const [row] = await db().query<{ allowed: boolean }>('SELECT app.is_allowed_origin($1) AS allowed', [origin]);
        return row?.allowed ?? false;
      },
    );
  }
}
