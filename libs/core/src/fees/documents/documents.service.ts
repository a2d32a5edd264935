import { context, db, invalidField, Jobs, newId, notFound } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { requireCustomer } from '../../customers';
import { addDays } from '../calendar/local-date';
import { readMoney } from '../money';
import { readMonth, today } from '../today';
import type { DisclosureContent } from './disclosure-page';
import { documentMessages } from './document.messages';
import type {
  FeeDocumentKind,
  PrintFeeDisclosureInput,
  PrintPaymentNoticeInput,
  PrintPaymentNoticesInput,
  PrintStatementInput,
} from './document.types';
import { printJob } from './print.job';
import { debtorsOf, MOST_NOTICES } from './notice-page';

interface Asked {
  readonly kind: FeeDocumentKind;
  readonly communityId: string;
  readonly customerId: string | null;
  readonly from: string | null;
  readonly through: string;
  readonly print: number;
  readonly content?: DisclosureContent;
  /** Makes the receipt it is of, last of all; answers its UUID. */
  readonly receipt?: () => Promise<string>;
}

/** Papers of the books: asked for here, printed by a job. */
@Injectable()
export class DocumentsService {
  constructor(private readonly jobs: Jobs) {}

  /** Answers the UUID of the paper. */
  async request({ kind, communityId, customerId, from, through, print, content, receipt }: Asked): Promise<string> {
    const id = newId();
    await this.jobs.enqueue(printJob, { id });
    const receiptId = receipt ? await receipt() : null;
    await db().execute(
      `INSERT INTO atrium.fee_document (id, community_id, customer_id, receipt_id, kind, from_on, through_on, print, locale,
         requested_by, content) VALUES ($1, $2, $3, $4, $5, $6::date, $7::date, $8, $9, $10, $11::jsonb)`,
      [
        ...[id, communityId, customerId, receiptId, kind, from, through, print, context().locale, context().actor.id],
        content ? JSON.stringify(content) : null,
      ],
    );
    return id;
  }

  async statement({ customerId, communityId: given, from, through }: PrintStatementInput): Promise<string> {
    if (through < from) throw invalidField('input.through', 'ENDS_BEFORE_START', documentMessages.before, { from });
    const communityId = await communityOf(customerId, given ?? null);
    return this.request({ kind: 'STATEMENT', communityId, customerId, from, through, print: 1 });
  }

  async notice({ customerId, communityId: given }: PrintPaymentNoticeInput): Promise<string> {
    const communityId = await communityOf(customerId, given ?? null);
    return this.request({ kind: 'PAYMENT_NOTICE', communityId, customerId, from: null, through: today(), print: 1 });
  }

  async disclosure({ communityId, from, through, text, lines }: PrintFeeDisclosureInput): Promise<string> {
    const [first, last] = [readMonth(from, 'input.from'), readMonth(through, 'input.through')];
    if (last.from < first.from) {
      throw invalidField('input.through', 'ENDS_BEFORE_START', documentMessages.before, { from });
    }
    const content: DisclosureContent = {
      text: text || null,
      lines: lines.map(({ isIncome, label, amount }, index) => ({
        ...{ isIncome, label },
        amount: String(readMoney(amount, `input.lines.${String(index)}.amount`)),
      })),
    };
    const [found] = await db().query('SELECT FROM atrium.community WHERE id = $1', [communityId]);
    if (!found) throw notFound('Community');
    const of = { communityId, customerId: null, from: first.from, through: addDays(last.to, -1n), print: 1 };
    return this.request({ kind: 'DISCLOSURE', ...of, content });
  }

  /** Of all who owe in a community, at most {@link MOST_NOTICES}. */
  async notices({ communityId }: PrintPaymentNoticesInput): Promise<string> {
    const [found] = await db().query('SELECT FROM atrium.community WHERE id = $1', [communityId]);
    if (!found) throw notFound('Community');
    if ((await debtorsOf(communityId)).length > MOST_NOTICES) {
      throw invalidField('input.communityId', 'TOO_MANY', documentMessages.tooMany, { max: MOST_NOTICES });
    }
    const of = { from: null, through: today(), print: 1 } as const;
    return this.request({ kind: 'PAYMENT_NOTICE', communityId, customerId: null, ...of });
  }
}

/** The community that somebody was charged or paid in last, or this one if they were there. */
export async function communityOf(customerId: string, only: string | null): Promise<string> {
  await requireCustomer(customerId);
  const [row] = await db().query<{ community: string }>(
    `SELECT community_id AS community FROM (
       SELECT community_id, due_on AS day FROM atrium.fee_charge WHERE customer_id = $1
       UNION ALL SELECT community_id, received_on FROM atrium.fee_payment WHERE customer_id = $1) x
     WHERE $2::uuid IS NULL OR community_id = $2 ORDER BY day DESC LIMIT 1`,
    [customerId, only],
  );
  if (!row) throw invalidField('input.customerId', 'NOTHING_TO_PRINT', documentMessages.nobodyOwes);
  return row.community;
}
