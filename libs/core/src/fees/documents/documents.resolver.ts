import {
  Allow,
  batched,
  db,
  Files,
  ForCustomers,
  IdArg,
  openToCustomers,
  RAW_ID,
  readList,
  readOne,
  ref,
} from '@atrium/sdk';
import { Args, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { feePermissions } from '../fees.permissions';
import {
  FeeDocument,
  FeeDocumentPayload,
  IssueReceiptInput,
  PrintFeeDisclosureInput,
  PrintPaymentNoticeInput,
  PrintPaymentNoticesInput,
  PrintStatementInput,
  ReceiptPayload,
  ReprintReceiptInput,
  VoidReceiptInput,
} from './document.types';
import { DocumentList, documentView, ReceiptList } from './document.views';
import { DocumentsService } from './documents.service';
import { ReceiptsService } from './receipts.service';

const READ = feePermissions['fee:read'];
const RECORD = feePermissions['payment:record'];

@Resolver()
export class DocumentsResolver {
  constructor(
    private readonly receiptsOf: ReceiptsService,
    private readonly documents: DocumentsService,
  ) {}

  @ForCustomers({ staffWith: [READ] })
  @Query(() => ReceiptList.Connection, { description: 'Receipts (收据), the newest first. Customers see their own.' })
  receipts(@Args({ type: () => ReceiptList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(ReceiptList.definition, info);
  }

  @ForCustomers({ staffWith: [READ] })
  @Query(() => DocumentList.Connection, {
    description: 'Papers of the books as PDF, the newest first. Customers see those about them.',
  })
  feeDocuments(
    @Args({ type: () => DocumentList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(DocumentList.definition, info);
  }

  @ForCustomers({ staffWith: [READ] })
  @Query(() => FeeDocument, { description: 'One paper.' })
  feeDocument(
    @IdArg('id', 'fee_document', { description: 'The paper.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(documentView, id, info);
  }

  @Allow(RECORD)
  @Mutation(() => ReceiptPayload, {
    description:
      'Issues a receipt of what is left of a payment, with the next number, and has it printed. CONFLICT where there is one that is not void, or nothing is left.',
  })
  async issueReceipt(@Args('input') { paymentId }: IssueReceiptInput): Promise<ReceiptPayload> {
    const { receipt, document } = await this.receiptsOf.issue(paymentId);
    return { receipt: ref('receipt', receipt), document: ref('fee_document', document) };
  }

  @Allow(RECORD)
  @Mutation(() => ReceiptPayload, { description: 'Prints a receipt once more; the paper says so, and it is counted.' })
  async reprintReceipt(@Args('input') { id }: ReprintReceiptInput): Promise<ReceiptPayload> {
    return { document: ref('fee_document', await this.receiptsOf.reprint(id)), receipt: ref('receipt', id) };
  }

  @Allow(feePermissions['payment:return'])
  @Mutation(() => ReceiptPayload, {
    description: 'Voids a receipt (作废). Its number is not given again; the payment stays, and can be receipted anew.',
  })
  async voidReceipt(@Args('input') { id, version, reason }: VoidReceiptInput): Promise<ReceiptPayload> {
    await this.receiptsOf.void(id, version, reason);
    return { receipt: ref('receipt', id), document: null };
  }

  @Allow(READ)
  @Mutation(() => FeeDocumentPayload, {
    description: 'Prints a statement of account: every entry about a customer in a community, with the balance.',
  })
  async printStatement(@Args('input') input: PrintStatementInput): Promise<FeeDocumentPayload> {
    return { document: ref('fee_document', await this.documents.statement(input)) };
  }

  @Allow(READ)
  @Mutation(() => FeeDocumentPayload, {
    description: 'Prints a payment notice: what a customer owes today with late fees, and the basis of the fees.',
  })
  async printPaymentNotice(@Args('input') input: PrintPaymentNoticeInput): Promise<FeeDocumentPayload> {
    return { document: ref('fee_document', await this.documents.notice(input)) };
  }

  @Allow(READ)
  @Mutation(() => FeeDocumentPayload, {
    description: 'Prints payment notices of all who owe something in a community, a page each, as one document.',
  })
  async printPaymentNotices(@Args('input') input: PrintPaymentNoticesInput): Promise<FeeDocumentPayload> {
    return { document: ref('fee_document', await this.documents.notices(input)) };
  }

  @Allow(feePermissions['fee:manage'])
  @Mutation(() => FeeDocumentPayload, {
    description:
      'Prints income and expenses of a community over some months: what came in as the books have it, by fee item and with the owners’ common income apart, and what is entered besides. A notice with read receipts brings it to the owners.',
  })
  async printFeeDisclosure(@Args('input') input: PrintFeeDisclosureInput): Promise<FeeDocumentPayload> {
    return { document: ref('fee_document', await this.documents.disclosure(input)) };
  }
}

openToCustomers('FeeDocument', 'url');

@Resolver(() => FeeDocument)
export class FeeDocumentResolver {
  constructor(private readonly files: Files) {}

  @ResolveField(() => String, { nullable: true, description: 'Signed address of the PDF, good for a short time.' })
  async url(@Parent() document: Record<string, string>, @Info() info: GraphQLResolveInfo): Promise<string | null> {
    const url = await batched(info, document[RAW_ID]!, async (ids) => {
      const rows = await db().query<{ id: string; file: string }>(
        'SELECT id, file_id AS file FROM atrium.fee_document WHERE id = ANY ($1::uuid[]) AND file_id IS NOT NULL',
        [ids],
      );
      return new Map(rows.map(({ id, file }) => [id, this.files.shareUrl(file).url]));
    });
    return url ?? null;
  }
}
