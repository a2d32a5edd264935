import { db } from '@atrium/sdk';
import type { Content } from 'pdfmake';
import { facts, heading, paper, ruled, word } from '../../paper/layout';
import type { Paper } from '../../paper/render-pdf';
import type { Minor } from '../exact/money';
import { documentMessages as words } from './document.messages';
import { communityName, companyName, feeBasisOf, shownAmount } from './paper-facts';

/** What somebody says in a statement besides what the books know. */
export interface DisclosureContent {
  readonly text: string | null;
  readonly lines: readonly { readonly isIncome: boolean; readonly label: string; readonly amount: string }[];
}

interface Line {
  readonly label: string;
  readonly amount: Minor;
}

/** Accounts of what came in, and what each group of them is called. */
const GROUPS = [
  [words.fees, ['REVENUE', 'LATE_FEE']],
  [words.commonIncome, ['OWNERS_INCOME']],
  [words.forOthers, ['COLLECTED_FOR_OTHERS']],
] as const;

/**
 * Income and expenses of a community over some months (公示): what came in as the totals of its accounts have it, by fee
 * item, with what is entered besides. The owners' common income stands apart from the company's own.
 */
export async function disclosurePage(
  communityId: string,
  from: string,
  through: string,
  { text, lines }: DisclosureContent,
): Promise<Paper> {
  const title = word(words.disclosureTitle);
  const content: Content[] = [
    ...heading(companyName(), title, [word(words.from, { from, to: through })]),
    facts([[word(words.community), await communityName(communityId)]]),
  ];
  for (const [name, kinds] of GROUPS)
    content.push(...section(word(name), await incomeOf(communityId, kinds, from, through)));
  const given = (isIncome: boolean): Line[] =>
    lines.filter((one) => one.isIncome === isIncome).map(({ label, amount }) => ({ label, amount: BigInt(amount) }));
  content.push(...section(word(words.otherIncome), given(true)), ...section(word(words.expenses), given(false)));
  const basis = await feeBasisOf(communityId, through);
  if (basis !== null) content.push({ text: word(words.basis, { basis }), margin: [0, 0, 0, 4] });
  if (text !== null) content.push({ text });
  return paper(title, content);
}

function section(title: string, lines: readonly Line[]): Content[] {
  if (lines.length === 0) return [];
  return [
    { text: title, bold: true, fontSize: 11, margin: [0, 4, 0, 3] },
    ruled(
      [word(words.what), word(words.amount)],
      lines.map(({ label, amount }) => [label, shownAmount(amount)]),
      {
        amounts: 1,
        widths: ['*', 110],
        total: [word(words.total), shownAmount(lines.reduce((sum, { amount }) => sum + amount, 0n))],
      },
    ),
  ];
}

/** What came in by fee item, as the totals of accounts have it. */
async function incomeOf(communityId: string, kinds: readonly string[], from: string, through: string): Promise<Line[]> {
  const rows = await db().query<{ label: string | null; amount: string }>(
    `SELECT i.name AS label, sum(t.credit - t.debit)::text AS amount FROM atrium.fee_account_total t
     JOIN atrium.fee_account a ON a.tenant_id = t.tenant_id AND a.id = t.account_id
     LEFT JOIN atrium.fee_item i ON i.tenant_id = a.tenant_id AND i.id = a.fee_item_id
     WHERE t.community_id = $1 AND t.month >= date_trunc('month', $2::date) AND t.month <= $3::date AND a.kind = ANY ($4::text[])
     GROUP BY a.code, i.name HAVING sum(t.credit - t.debit) <> 0 ORDER BY a.code`,
    [communityId, from, through, kinds],
  );
  return rows.map(({ label, amount }) => ({ label: label ?? word(words.lateFee), amount: BigInt(amount) }));
}
