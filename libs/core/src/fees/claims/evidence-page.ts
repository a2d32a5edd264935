import { db } from '@atrium/sdk';
import type { Content } from 'pdfmake';
import type { Paper } from '../../paper/render-pdf';
import { documentMessages as words } from '../documents/document.messages';
import { facts, heading, paper, ruled, word } from '../../paper/layout';
import { communityName, companyName, customerOf, feeBasisOf, shownAmount, shownPeriod } from '../documents/paper-facts';
import { lateFeesDue } from '../late-fee/post-late-fees';
import { openChargesOf } from '../payments/open-charges';
import { feeRules } from '../settings/fee-settings';
import { claimMessages, meansWords } from './claim.messages';
import { endsOf } from './interruptions';

/** What proves the claims against a debtor: contract, charges with their limitation, demands with proof, part payments. */
export async function evidencePage(
  { id, aliasIds }: { readonly id: string; readonly aliasIds: readonly string[] },
  communityId: string,
  day: string,
): Promise<Paper> {
  const ids = [id, ...aliasIds];
  const who = await customerOf(id, communityId);
  const title = word(claimMessages.evidenceTitle);
  return paper(title, [
    ...heading(companyName(), title, [word(words.asOf, { day })]),
    facts([
      [word(words.customer), `${who.name}（${who.code}）`],
      [word(words.community), await communityName(communityId)],
      [word(words.place), who.units],
    ]),
    ...section(claimMessages.contract, await contractLines(communityId, day)),
    ...section(claimMessages.charges, await chargeTable(ids, communityId, day)),
    ...section(claimMessages.demands, await demandTable(ids, communityId)),
    ...section(claimMessages.partPayments, await paymentTable(ids, communityId)),
  ]);
}

const section = (title: Parameters<typeof word>[0], content: Content | null): Content[] => [
  { text: word(title), bold: true, fontSize: 11, margin: [0, 6, 0, 3] },
  content ?? { text: word(claimMessages.none) },
];

async function contractLines(communityId: string, day: string): Promise<Content | null> {
  const rows = await db().query<{ number: string; from: string; to: string }>(
    `SELECT number, starts_on::text AS "from", ends_on::text AS "to" FROM atrium.service_contract
     WHERE community_id = $1 ORDER BY starts_on`,
    [communityId],
  );
  if (rows.length === 0) return null;
  const basis = await feeBasisOf(communityId, day);
  const lines = rows.map(({ number, from, to }) =>
    word(claimMessages.contractTerm, { number, from, to: to === 'infinity' ? word(claimMessages.noEnd) : to }),
  );
  return { ul: [...lines, ...(basis === null ? [] : [word(words.basis, { basis })])] };
}

async function chargeTable(ids: readonly string[], communityId: string, day: string): Promise<Content | null> {
  const open = (await openChargesOf(ids)).filter(({ community }) => community === communityId);
  if (open.length === 0) return null;
  const fees = await lateFeesDue(open, day);
  const ends = await endsOf(open, (await feeRules()).limitationYears);
  const names = await db().query<{ id: string; item: string; from: string; to: string }>(
    `SELECT c.id, i.name AS item, c.starts_on::text AS "from", c.ends_on::text AS "to" FROM atrium.fee_charge c
     JOIN atrium.fee_item i ON i.tenant_id = c.tenant_id AND i.id = c.fee_item_id WHERE c.id = ANY ($1::uuid[])`,
    [open.map((one) => one.id)],
  );
  const byId = new Map(names.map((one) => [one.id, one]));
  let total = 0n;
  const rows = open
    .toSorted((a, b) => (a.due < b.due ? -1 : 1))
    .map((one) => {
      const late = BigInt(one.lateFee) + BigInt(one.costs) + (fees.get(one.id) ?? 0n);
      total += BigInt(one.principal) + late;
      const { item, from, to } = byId.get(one.id)!;
      return [
        item,
        shownPeriod(from, to),
        one.due,
        ends.get(one.id)!,
        shownAmount(BigInt(one.principal)),
        shownAmount(late),
      ];
    });
  return ruled(
    [words.item, words.period, words.dueOn, claimMessages.limitedOn, words.principal, words.lateFee].map((one) =>
      word(one),
    ),
    rows,
    { amounts: 4, widths: ['*', 125, 60, 65, 65, 60], total: [word(words.total), '', '', '', '', shownAmount(total)] },
  );
}

async function demandTable(ids: readonly string[], communityId: string): Promise<Content | null> {
  type Row = {
    kind: 'DEMAND' | 'ACKNOWLEDGEMENT';
    means: keyof typeof meansWords;
    day: string;
    proof: string;
    file: string | null;
  };
  const rows = await db().query<Row>(
    `SELECT d.kind, d.means, d.made_on::text AS day, d.proof, f.name AS file FROM atrium.fee_demand d
     LEFT JOIN atrium.file f ON f.tenant_id = d.tenant_id AND f.id = d.file_id
     WHERE d.customer_id = ANY ($1::uuid[]) AND d.community_id = $2 ORDER BY d.made_on, d.id`,
    [ids, communityId],
  );
  if (rows.length === 0) return null;
  return ruled(
    [words.day, claimMessages.kind, claimMessages.means, claimMessages.proof].map((one) => word(one)),
    rows.map(({ kind, means, day, proof, file }) => [
      ...[day, word(claimMessages[kind]), word(meansWords[means])],
      file === null ? proof : `${proof}（${word(claimMessages.file, { name: file })}）`,
    ]),
    { amounts: 4, widths: [60, 70, 70, '*'] },
  );
}

async function paymentTable(ids: readonly string[], communityId: string): Promise<Content | null> {
  const rows = await db().query<{ day: string; item: string; from: string; to: string; amount: string }>(
    `SELECT p.value_on::text AS day, i.name AS item, c.starts_on::text AS "from", c.ends_on::text AS "to", sum(p.amount)::text AS amount
     FROM atrium.fee_charge c JOIN atrium.fee_posting p ON p.tenant_id = c.tenant_id AND p.charge_id = c.id AND p.kind = 'PAYMENT'
     JOIN atrium.fee_item i ON i.tenant_id = c.tenant_id AND i.id = c.fee_item_id
     WHERE c.customer_id = ANY ($1::uuid[]) AND c.community_id = $2 AND c.principal_due + c.late_fee_due + c.costs_due > 0
     GROUP BY p.value_on, i.name, c.id, c.starts_on, c.ends_on ORDER BY p.value_on`,
    [ids, communityId],
  );
  if (rows.length === 0) return null;
  return ruled(
    [words.day, words.item, words.period, words.amount].map((one) => word(one)),
    rows.map(({ day, item, from, to, amount }) => [day, item, shownPeriod(from, to), shownAmount(BigInt(amount))]),
    { amounts: 3, widths: [60, '*', 150, 80] },
  );
}
