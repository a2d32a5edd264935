import { AtriumError, Audiences, Log, PlatformView } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { findPromised, type PolicyQuestion, type Promised } from './policies';

/** What a company promises of a ticket, with what it promises the customers of its segments. */
@Injectable()
export class Promises {
  private readonly log = new Log('Tickets');

  constructor(
    private readonly audiences: Audiences,
    private readonly platform: PlatformView,
  ) {}

  /** Whoever takes the ticket down, or changes it, need not see what the segment asks of the customer. */
  of(question: PolicyQuestion & { readonly customerId: string | null }): Promise<Promised | null> {
    const { customerId } = question;
    return findPromised(question, async (segmentId) => {
      if (customerId === null) return false;
      try {
        return await this.platform.look('tickets', () => this.audiences.contains(segmentId, customerId));
      } catch (error) {
        if (!(error instanceof AtriumError)) throw error;
        // Its plugin is disabled, or its members were never taken: it matches nobody, and a ticket is taken down all the same.
        this.log.warn('A policy for a segment that cannot be evaluated was left out', { kind: error.code });
        return false;
      }
    });
  }
}
