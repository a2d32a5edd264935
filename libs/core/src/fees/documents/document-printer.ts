import { db, Files, JobHandler, type JobRun, type Locale, Log, systemActor, Transactions } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { evidencePage } from '../claims/evidence-page';
import { type DisclosureContent, disclosurePage } from './disclosure-page';
import type { FeeDocumentKind } from './document.types';
import { debtorsOf, noticePages } from './notice-page';
import { printJob } from './print.job';
import { receiptPage } from './receipt-page';
import { type Paper, renderPdf } from '../../paper/render-pdf';
import { statementPage } from './statement-page';

interface StoredDocument {
  readonly kind: FeeDocumentKind;
  readonly community: string;
  readonly customer: string | null;
  readonly receipt: string | null;
  readonly from: string | null;
  readonly through: string;
  readonly print: number;
  readonly content: DisclosureContent | null;
}

/** Prints papers, in the language of whoever asked for them. */
@Injectable()
export class DocumentPrinter {
  private readonly log = new Log('FeeDocuments');

  constructor(
    private readonly files: Files,
    private readonly transactions: Transactions,
  ) {}

  @JobHandler(printJob, { transaction: false })
  async print({ id }: { id: string }, run: JobRun): Promise<void> {
    const as = { tenantId: run.tenantId!, actor: systemActor('fees'), operation: 'fees.print' };
    const locale = await this.transactions.run(as, () => localeOf(id));
    if (locale === null) return;
    try {
      await this.transactions.run({ ...as, locale }, () => this.write(id));
    } catch (error) {
      if (!run.last) throw error;
      this.log.error('A paper could not be printed', { error });
      await this.transactions.run(as, () => settle(id, 'FAILED', null));
    }
  }

  private async write(id: string): Promise<void> {
    const [document] = await db().query<StoredDocument>(
      `SELECT kind, community_id AS community, customer_id AS customer, receipt_id AS receipt, from_on::text AS "from",
         through_on::text AS through, print, content FROM atrium.fee_document WHERE id = $1 AND state <> 'READY' FOR UPDATE`,
      [id],
    );
    if (!document) return;
    const pdf = await renderPdf(await pageOf(document));
    const name = `${document.kind.toLowerCase()}-${document.through}.pdf`;
    const meta = { name, contentType: 'application/pdf', purpose: 'fee-document' };
    const file = await this.files.create(meta, async (sink) => {
      await new Promise<void>((resolve, reject) => sink.write(pdf, (error) => (error ? reject(error) : resolve())));
    });
    await settle(id, 'READY', file.id);
  }
}

/** The language of a paper that waits; null where there is nothing to do. */
async function localeOf(id: string): Promise<Locale | null> {
  const [row] = await db().query<{ locale: Locale }>(
    `SELECT locale FROM atrium.fee_document WHERE id = $1 AND state <> 'READY'`,
    [id],
  );
  return row?.locale ?? null;
}

const settle = (id: string, state: 'READY' | 'FAILED', fileId: string | null): Promise<number> =>
  db().execute(
    'UPDATE atrium.fee_document SET state = $2, file_id = $3, version = version + 1, updated_at = now() WHERE id = $1',
    [id, state, fileId],
  );

async function pageOf(document: StoredDocument): Promise<Paper> {
  const { kind, community, receipt, from, through, print } = document;
  if (kind === 'DISCLOSURE') return disclosurePage(community, from!, through, document.content!);
  if (kind === 'EVIDENCE') return evidencePage(await personOf(document.customer!), community, through);
  if (kind === 'RECEIPT') return receiptPage(receipt!, print);
  if (kind === 'STATEMENT') return statementPage(await personOf(document.customer!), community, from!, through);
  const ids = document.customer === null ? await debtorsOf(community) : [document.customer];
  return noticePages(await Promise.all(ids.map(personOf)), community, through);
}

async function personOf(id: string): Promise<{ id: string; aliasIds: readonly string[] }> {
  const [row] = await db().query<{ id: string; aliasIds: readonly string[] }>(
    `SELECT s.id, s.alias_ids AS "aliasIds" FROM atrium.customer c
     JOIN atrium.customer s ON s.tenant_id = c.tenant_id AND s.id = coalesce(c.merged_into_id, c.id) WHERE c.id = $1`,
    [id],
  );
  return row!;
}
