import { currentTenant, db } from '@atrium/sdk';
import type { Paper } from '../../paper/render-pdf';
import type { Component } from '../payment/allocation.policy';
import { amountInWords } from './amount-in-words';
import { documentMessages as words, methodWords } from './document.messages';
import { facts, heading, paper, ruled, word } from '../../paper/layout';
import { communityName, companyName, customerOf, shownAmount, shownPeriod } from './paper-facts';

/** What a payment paid, as its receipt keeps it. */
export interface ReceiptLine {
  /** Null: it was prepaid. */
  readonly item: string | null;
  readonly component: Component | null;
  readonly from: string | null;
  readonly to: string | null;
  /** In minor units, as text. */
  readonly amount: string;
}

interface StoredReceipt {
  readonly number: string;
  readonly community: string;
  readonly customer: string;
  readonly amount: string;
  readonly lines: readonly ReceiptLine[];
  readonly issued: string;
  readonly state: string;
  readonly method: keyof typeof methodWords;
  readonly reference: string | null;
  readonly received: string;
  readonly cashier: string | null;
}

const COMPONENT = { PRINCIPAL: null, LATE_FEE: words.lateFee, COSTS: words.costs } as const;

/** The receipt as it was issued. @param print 1 for the first time */
export async function receiptPage(id: string, print: number): Promise<Paper> {
  const [one] = await db().query<StoredReceipt>(
    `SELECT r.number, r.community_id AS community, r.customer_id AS customer, r.amount::text, r.lines,
       r.issued_on::text AS issued, r.state, p.method, p.reference, p.received_on::text AS received,
       (SELECT s.name FROM atrium.staff s WHERE s.tenant_id = r.tenant_id AND s.id = r.issued_by) AS cashier
     FROM atrium.fee_receipt r JOIN atrium.fee_payment p ON p.tenant_id = r.tenant_id AND p.id = r.payment_id
     WHERE r.id = $1`,
    [id],
  );
  const { number, community, amount, lines, issued, state, method, reference, received, cashier } = one!;
  const customer = await customerOf(one!.customer, community);
  const title = word(words.receiptTitle);
  const total = BigInt(amount);
  const rows = lines.map(({ item, component, from, to, amount: part }) => {
    const what = component && COMPONENT[component];
    return [
      [item ?? word(words.prepaid), what ? word(what) : ''].filter((text) => text !== '').join(' · '),
      from && to ? shownPeriod(from, to) : '',
      shownAmount(BigInt(part)),
    ];
  });
  return paper(
    `${title} ${number}`,
    [
      ...heading(companyName(), title, [
        word(words.number, { number }),
        print > 1 ? word(words.reprint, { n: String(BigInt(print) - 1n) }) : '',
        issued,
      ]),
      facts([
        [word(words.customer), `${customer.name}（${customer.code}）`],
        [word(words.community), await communityName(community)],
        [word(words.place), customer.units],
        [word(words.method), word(methodWords[method])],
        [word(words.day), received],
        [word(words.reference), reference],
      ]),
      ruled(
        [words.item, words.period, words.amount].map((message) => word(message)),
        rows,
        {
          amounts: 2,
          widths: ['*', 150, 90],
          total: [word(words.total), '', shownAmount(total)],
        },
      ),
      // Capitals are those of the renminbi.
      ...(currentTenant().currency === 'CNY' ? [{ text: `${word(words.inWords)}：${amountInWords(total)}` }] : []),
      {
        columns: [`${word(words.issuedBy)}：${cashier ?? ''}`, { text: `${word(words.stamp)}：`, alignment: 'left' }],
        margin: [0, 24, 0, 0],
      },
    ],
    state === 'VOIDED' ? word(words.voided) : null,
  );
}
