import { db, invalidField, newId, RetentionRules, type RetentionRule, context, validationFailed } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { retentionMessages } from './retention.messages';
import type { RetentionTerm } from './retention.types';

interface Stored {
  readonly kind: string;
  readonly days: number | null;
}

interface Run {
  readonly kind: string;
  readonly ranAt: Date;
  readonly erased: string;
}

/** How long the company keeps each kind of data: what it has set, else the default. */
@Injectable()
export class RetentionTerms {
  constructor(private readonly rules: RetentionRules) {}

  async all(): Promise<RetentionTerm[]> {
    const stored = new Map((await this.stored()).map((term) => [term.kind, term]));
    const runs = await db().query<Run>('SELECT kind, ran_at AS "ranAt", erased FROM atrium.retention_run');
    const { locale } = context();
    return this.rules.all().map(({ kind, description, defaultDays, minimumDays = 1, source }) => {
      const term = stored.get(kind);
      const run = runs.find((one) => one.kind === kind);
      return {
        kind,
        description: description[locale],
        days: term ? term.days : defaultDays,
        isDefault: !term,
        defaultDays,
        minimumDays,
        source: source?.[locale] ?? null,
        lastRunAt: run?.ranAt ?? null,
        lastErased: run ? Number(run.erased) : null,
      };
    });
  }

  /** Days of each kind that is not kept without end. One that was set below a minimum that has risen since counts as that. */
  async inForce(): Promise<{ rule: RetentionRule; days: number }[]> {
    const stored = new Map((await this.stored()).map((term) => [term.kind, term]));
    return this.rules.all().flatMap((rule) => {
      const term = stored.get(rule.kind);
      const days = term ? term.days : rule.defaultDays;
      return days === null ? [] : [{ rule, days: Math.max(days, rule.minimumDays ?? 1) }];
    });
  }

  /** `days` null: without end; undefined: the default again. */
  async set(kind: string, days: number | null | undefined): Promise<RetentionTerm> {
    const rule = this.rules.all().find((one) => one.kind === kind);
    if (!rule) {
      const kinds = this.rules.all().map((one) => one.kind);
      throw invalidField('input.kind', 'UNKNOWN_KIND', retentionMessages.unknownKind, { kinds: kinds.join(', ') });
    }
    const { minimumDays = 1, source } = rule;
    if (typeof days === 'number' && days < minimumDays) {
      const reason = source ? ` (${source[context().locale]})` : '';
      throw validationFailed({
        path: 'input.days',
        code: 'BELOW_MINIMUM',
        message: retentionMessages.belowMinimum,
        params: { minimum: minimumDays, reason },
      });
    }
    if (days === undefined) await db().execute('DELETE FROM atrium.retention_term WHERE kind = $1', [kind]);
    else {
      await db().execute(
        `INSERT INTO atrium.retention_term AS known (id, kind, days) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id, kind) DO UPDATE SET days = excluded.days, version = known.version + 1, updated_at = now()
         WHERE known.days IS DISTINCT FROM excluded.days`,
        [newId(), kind, days],
      );
    }
    return (await this.all()).find((term) => term.kind === kind)!;
  }

  private stored(): Promise<Stored[]> {
    return db().query<Stored>('SELECT kind, days FROM atrium.retention_term');
  }
}
