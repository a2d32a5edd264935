import { db } from '@atrium/sdk';
import type { Content } from 'pdfmake';
import type { Paper } from '../../paper/render-pdf';
import { lateFeesDue } from '../late-fee/post-late-fees';
import { type LockedCharge, openChargesOf } from '../payments/open-charges';
import { documentMessages as words } from './document.messages';
import { facts, heading, paper, ruled, word } from '../../paper/layout';
import { communityName, companyName, customerOf, feeBasisOf, shownAmount, shownPeriod } from './paper-facts';

/** Pages of one document. */
export const MOST_NOTICES = 2_000;

/** Who owes something in a community, in the order of their ids. */
export async function debtorsOf(communityId: string): Promise<string[]> {
  const rows = await db().query<{ id: string }>(
    `SELECT DISTINCT coalesce(c.merged_into_id, c.id) AS id FROM atrium.fee_charge g
     JOIN atrium.customer c ON c.tenant_id = g.tenant_id AND c.id = g.customer_id
     WHERE g.community_id = $1 AND g.principal_due + g.late_fee_due + g.costs_due > 0 AND g.voided_at IS NULL ORDER BY 1`,
    [communityId],
  );
  return rows.map(({ id }) => id);
}

/** What customers owe in a community on a day, late fees of that day included, a page each, with the basis of the fees. */
export async function noticePages(
  customers: readonly { readonly id: string; readonly aliasIds: readonly string[] }[],
  communityId: string,
  day: string,
): Promise<Paper> {
  const [company, community, basis] = [
    companyName(),
    await communityName(communityId),
    await feeBasisOf(communityId, day),
  ];
  const title = word(words.noticeTitle);
  const pages: Content[] = [];
  for (const { id, aliasIds } of customers) {
    const open = (await openChargesOf([id, ...aliasIds])).filter((one) => one.community === communityId);
    if (open.length === 0) continue;
    const fees = await lateFeesDue(open, day);
    const who = await customerOf(id, communityId);
    const page: Content[] = [
      ...heading(company, title, [word(words.asOf, { day })]),
      facts([
        [word(words.customer), `${who.name}（${who.code}）`],
        [word(words.community), community],
        [word(words.place), who.units],
      ]),
      await owedTable(open, fees),
      ...(basis === null
        ? []
        : [{ text: word(words.basis, { basis }), margin: [0, 0, 0, 4] as [number, number, number, number] }]),
      { text: word(words.payThanks) },
    ];
    pages.push({ stack: page, ...(pages.length > 0 ? { pageBreak: 'before' as const } : {}) });
  }
  if (pages.length === 0)
    pages.push(...heading(company, title, [word(words.asOf, { day })]), { text: word(words.nobodyOwes) });
  return paper(title, pages);
}

async function owedTable(open: readonly LockedCharge[], fees: ReadonlyMap<string, bigint>): Promise<Content> {
  const facts = await db().query<{ id: string; item: string; from: string; to: string }>(
    `SELECT c.id, i.name AS item, c.starts_on::text AS "from", c.ends_on::text AS "to" FROM atrium.fee_charge c
     JOIN atrium.fee_item i ON i.tenant_id = c.tenant_id AND i.id = c.fee_item_id WHERE c.id = ANY ($1::uuid[])`,
    [open.map(({ id }) => id)],
  );
  const byId = new Map(facts.map((one) => [one.id, one]));
  const lines = open
    .toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))
    .map((one) => ({
      one,
      principal: BigInt(one.principal),
      late: BigInt(one.lateFee) + BigInt(one.costs) + (fees.get(one.id) ?? 0n),
    }));
  const sum = (of: (line: (typeof lines)[number]) => bigint): bigint => lines.reduce((all, line) => all + of(line), 0n);
  return ruled(
    [words.item, words.period, words.dueOn, words.principal, words.lateFee, words.total].map((message) =>
      word(message),
    ),
    lines.map(({ one, principal, late }) => {
      const { item, from, to } = byId.get(one.id)!;
      return [
        item,
        shownPeriod(from, to),
        one.due,
        shownAmount(principal),
        shownAmount(late),
        shownAmount(principal + late),
      ];
    }),
    {
      amounts: 3,
      widths: ['*', 130, 60, 65, 60, 70],
      total: [
        word(words.total),
        '',
        '',
        shownAmount(sum((line) => line.principal)),
        shownAmount(sum((line) => line.late)),
        shownAmount(sum((line) => line.principal + line.late)),
      ],
    },
  );
}
