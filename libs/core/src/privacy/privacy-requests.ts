import {
  AccessChanges,
  AtriumError,
  context,
  currentTenant,
  db,
  Files,
  invalidField,
  newId,
  notFound,
  now,
  requireWholeCompany,
  staleVersion,
  TenantRules,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockCustomer } from '../customers';
import { CustomerDataCopies } from './customer-data';
import { eraseCustomer } from './erase-customer';
import type { AnswerPrivacyRequestInput, OpenPrivacyRequestInput, PrivacyRequestIdInput } from './privacy.inputs';
import { privacyMessages } from './privacy.messages';
import { mayMove, nextStates, PrivacyRequestKind, PrivacyRequestState } from './privacy.policy';

interface Locked {
  readonly id: string;
  readonly customer_id: string;
  readonly kind: PrivacyRequestKind;
  readonly state: PrivacyRequestState;
}

const DAY_MS = 86_400_000;
/** Days for which the copy of somebody's data can be fetched. */
const COPY_DAYS = 7;

/** Requests of customers about their own data: entered, answered, never forgotten. */
@Injectable()
export class PrivacyRequests {
  constructor(
    private readonly rules: TenantRules,
    private readonly copies: CustomerDataCopies,
    private readonly files: Files,
    private readonly accessChanges: AccessChanges,
  ) {}

  /** Answers the request's UUID. `CONFLICT` when one of the kind is open, or the customer is an alias or erased. */
  async open({ customerId, kind, details, dueOn }: OpenPrivacyRequestInput): Promise<string> {
    const { id: customer } = await lockCustomer(customerId);
    const today = dayOf(now());
    if (dueOn && dueOn < today) throw invalidField('input.dueOn', 'IN_THE_PAST', privacyMessages.dueInThePast);
    const due = dueOn ?? dayOf(new Date(now().getTime() + this.rules.privacyRequestDays * DAY_MS));
    const id = newId();
    await db().execute(
      'INSERT INTO atrium.privacy_request (id, customer_id, kind, details, due_on) VALUES ($1, $2, $3, $4, $5)',
      [id, customer, kind, details, due],
    );
    return id;
  }

  async take(input: PrivacyRequestIdInput): Promise<void> {
    await this.lock(input, PrivacyRequestState.IN_PROGRESS);
    await this.move(input.id, PrivacyRequestState.IN_PROGRESS, null);
  }

  async refuse(input: AnswerPrivacyRequestInput & { answer: string }): Promise<void> {
    await this.lock(input, PrivacyRequestState.REFUSED);
    await this.move(input.id, PrivacyRequestState.REFUSED, input.answer);
  }

  async withdraw(input: PrivacyRequestIdInput): Promise<void> {
    await this.lock(input, PrivacyRequestState.WITHDRAWN);
    await this.move(input.id, PrivacyRequestState.WITHDRAWN, null);
  }

  /**
   * Does what was asked: makes the copy, notes what was corrected, or erases the person.
   * `VALIDATION_FAILED` for a correction without words, `CONFLICT` for an erasure while the customer lives here.
   */
  async complete(input: AnswerPrivacyRequestInput): Promise<void> {
    const request = await this.lock(input, PrivacyRequestState.DONE);
    if (request.kind === PrivacyRequestKind.CORRECTION && !input.answer) {
      throw invalidField('input.answer', 'REQUIRED', privacyMessages.answerNeeded);
    }
    const copy = request.kind === PrivacyRequestKind.ACCESS ? await this.makeCopy(request.customer_id) : null;
    await this.move(input.id, PrivacyRequestState.DONE, input.answer ?? null, copy);
    // Last, so that the words of the request go with the rest.
    if (request.kind !== PrivacyRequestKind.ERASURE) return;
    await eraseCustomer(await lockCustomer(request.customer_id));
    // Sessions of theirs went with the rest.
    await this.accessChanges.announce();
  }

  private async makeCopy(customerId: string): Promise<string> {
    requireWholeCompany();
    const { id, code, aliasIds } = await lockCustomer(customerId);
    const data = await this.copies.copy([id, ...aliasIds]);
    const file = await this.files.create(
      {
        name: `${code}.json`,
        contentType: 'application/json',
        purpose: 'CUSTOMER_DATA',
        expiresAt: new Date(now().getTime() + COPY_DAYS * DAY_MS),
      },
      (sink) =>
        new Promise((resolve, reject) => {
          sink.once('error', reject);
          sink.end(`${JSON.stringify(data, null, 2)}\n`, () => resolve());
        }),
    );
    return file.id;
  }

  private async lock({ id, version }: PrivacyRequestIdInput, to: PrivacyRequestState): Promise<Locked> {
    const [request] = await db().query<Locked & { version: number }>(
      'SELECT id, customer_id, kind, state, version FROM atrium.privacy_request WHERE id = $1 FOR UPDATE',
      [id],
    );
    if (!request) throw notFound('PrivacyRequest');
    if (request.version !== version) throw staleVersion(version, request.version);
    if (!mayMove(request.state, to)) {
      const allowed = nextStates(request.state);
      throw new AtriumError('INVALID_TRANSITION', privacyMessages.move, {
        params: { state: request.state, allowed: allowed.join(', ') || '-' },
        extra: { state: request.state, allowed },
      });
    }
    return request;
  }

  private async move(id: string, state: PrivacyRequestState, answer: string | null, fileId: string | null = null) {
    const { actor } = context();
    const over = state !== PrivacyRequestState.IN_PROGRESS;
    await db().execute(
      `UPDATE atrium.privacy_request SET state = $2, answer = $3, result_file_id = $4, answered_at = $5,
         answered_by = $6, answered_by_name = $7, version = version + 1, updated_at = now() WHERE id = $1`,
      [id, state, answer, fileId, over ? now() : null, over ? actor.id : null, over ? actor.name : null],
    );
  }
}

/** The day of an instant where the company is. */
const dayOf = (at: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: currentTenant().timeZone, dateStyle: 'short' }).format(at);
