import type { Clock } from '@atrium/sdk';
import { Inject, Injectable } from '@nestjs/common';
import type { FormattedExecutionResult } from 'graphql';
import { SessionFactory } from '../../database/session-factory';
import { CLOCK } from '../../platform.tokens';
import { GRAPHQL_SETTINGS, type GraphqlSettings } from '../settings';
import { type OperationRequest, runOperation } from './run-operation';

/** {@link runOperation} with what this process runs it on. */
@Injectable()
export class OperationRunner {
  constructor(
    private readonly sessions: SessionFactory,
    @Inject(GRAPHQL_SETTINGS) private readonly settings: GraphqlSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  run(request: OperationRequest): Promise<FormattedExecutionResult> {
    const { sessions, settings, clock } = this;
    return runOperation({ sessions, settings, clock }, request);
  }
}
