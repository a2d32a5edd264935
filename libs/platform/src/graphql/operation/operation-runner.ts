import type { Clock } from '@atrium/sdk';
import { Inject, Injectable, type OnApplicationShutdown, Optional } from '@nestjs/common';
import { execute, type FormattedExecutionResult } from 'graphql';
import { SessionFactory } from '../../database/session-factory';
import { CLOCK } from '../../platform.tokens';
import { GRAPHQL_SETTINGS, type GraphqlSettings } from '../settings';
import { Presence } from '../../throttle/presence';
import { Admission } from './admission';
import { inSpan, tracing } from '../../observability/tracing';
import { operationsNow } from './operation.metrics';
import { type OperationRequest, runOperation } from './run-operation';
import { TextAnswers } from './text-answers';

/** {@link runOperation} with what this process runs it on. */
@Injectable()
export class OperationRunner implements OnApplicationShutdown {
  readonly texts: TextAnswers;
  private readonly admission: Admission;
  private readonly stopWatching: () => void;

  constructor(
    private readonly sessions: SessionFactory,
    @Inject(GRAPHQL_SETTINGS) private readonly settings: GraphqlSettings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Optional() @Inject(Presence) private readonly presence: Presence | null = null,
  ) {
    const { concurrency: slots = Infinity, tenantConcurrency: besideOthers = slots, tenantShare: share = 1 } = settings;
    this.admission = new Admission({ slots, besideOthers, share });
    this.texts = new TextAnswers(settings.execute ?? execute, settings.textsTriedAt);
    this.stopWatching = operationsNow.read((set) => {
      const { running, waiting } = this.admission.counts;
      set({ state: 'running' }, running);
      set({ state: 'waiting' }, waiting);
    });
  }

  onApplicationShutdown(): void {
    this.stopWatching();
  }

  run(request: OperationRequest): Promise<FormattedExecutionResult> {
    const { sessions, settings, clock, texts } = this;
    const tenantId = request.caller.tenant?.id ?? '';
    if (tenantId) this.presence?.note(tenantId);
    const run = (): Promise<FormattedExecutionResult> =>
      this.admission.run(tenantId, request.cost, () => runOperation({ sessions, settings, clock, texts }, request));
    if (!tracing()) return run();
    const { operation } = request.operation;
    const attributes = { 'graphql.operation.type': operation, 'atrium.tenant.id': tenantId || undefined };
    return inSpan(`graphql ${operation}`, { attributes }, run);
  }
}
