import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { change } from '../identity/support';
import { bill, cny, correct, chargesOf, ledgerProblems, newDebtor, on, refused } from './support/fees';

let platform: TestPlatform;
let admin: TestClient;
let cashier: TestClient;
let finance: TestClient;
let neighbour: TestClient;

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  cashier = await platform.as('CASHIER');
  finance = await platform.as('FINANCE_MANAGER');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
});
afterAll(() => platform?.close());
afterEach(() => platform.clock.reset());

const pay = async (customerId: string, amount: string, communityId?: string): Promise<string> => {
  const input = { customerId, amount: cny(amount), method: 'WECHAT', communityId };
  const { payment } = await change<{ payment: { id: string } }>(
    cashier,
    'recordPayment',
    'RecordPaymentInput',
    input,
    'payment { id }',
  );
  return payment.id;
};

interface Made {
  receipt: { id: string; number: string; version: number; amount: { amount: string } };
  document: { id: string };
}
const RECEIPT = 'receipt { id number version amount { amount } } document { id }';
const issue = (paymentId: string, client = cashier): Promise<Made> =>
  change(client, 'issueReceipt', 'IssueReceiptInput', { paymentId }, RECEIPT);

interface Paper {
  kind: string;
  state: string;
  url: string | null;
}
/** The paper once the worker has printed it, and its bytes. */
async function printed(id: string, client = cashier): Promise<Paper & { pdf: Buffer }> {
  await platform.runJobs((name) => name === 'fees.print');
  const { feeDocument } = await client.ok<{ feeDocument: Paper }>(
    'query ($id: ID!) { feeDocument(id: $id) { kind state url } }',
    { id },
  );
  const { rawPayload } = await platform.http({ method: 'GET', url: feeDocument.url! });
  return { ...feeDocument, pdf: rawPayload! };
}

describe('receipts', () => {
  it('are numbered by year without gaps, whoever issues them at once, and one that is refused leaves none', async () => {
    platform.clock.freeze(new Date('2025-06-02T04:00:00.000Z'));
    const { customerId, communityId } = await newDebtor(admin, '张伟');
    const payments: string[] = [];
    for (let n = 0; n < 8; n++) payments.push(await pay(customerId, '10.00', communityId));
    await change(
      finance,
      'reversePayment',
      'ReversePaymentInput',
      { paymentId: payments[0], reason: '错账' },
      '__typename',
    );
    expect(await refused(cashier, 'issueReceipt', 'IssueReceiptInput', { paymentId: payments[0] })).toEqual([
      'CONFLICT',
    ]);
    const made = await Promise.all(payments.slice(1).map((id) => issue(id)));
    expect(made.map(({ receipt }) => receipt.number).sort()).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((n) => `2025-00000${String(n)}`),
    );
    expect(await refused(cashier, 'issueReceipt', 'IssueReceiptInput', { paymentId: payments[1] })).toEqual([
      'CONFLICT',
    ]);
    expect(await refused(neighbour, 'issueReceipt', 'IssueReceiptInput', { paymentId: payments[1] })).toEqual([
      'NOT_FOUND',
    ]);
  });

  it('are printed as PDF with their letters embedded; a reprint is counted, a void number is not given again', async () => {
    const { customerId, communityId, unitId } = await newDebtor(admin, '王芳', { cycleMonths: 3 });
    await bill(platform, admin, '2026-01', { communityIds: [communityId] });
    const paymentId = await on(platform, '2026-03-01', () => pay(customerId, '1000.00'));
    expect(await chargesOf(admin, { unit: { eq: unitId } })).toMatchObject([{ outstanding: { amount: '0.00' } }]);
    const { receipt, document } = await on(platform, '2026-03-01', () => issue(paymentId));
    expect(receipt).toMatchObject({ number: '2026-000001', amount: { amount: '1000.00' } });
    const paper = await printed(document.id);
    expect(paper).toMatchObject({ kind: 'RECEIPT', state: 'READY' });
    const text = paper.pdf.toString('latin1');
    expect(text.slice(0, 5)).toBe('%PDF-');
    expect(text).toMatch(/\/FontName \/[A-Z]{6}\+NotoSansSC/);
    expect(text).toContain('/FontFile2');

    const again = await change<Made>(cashier, 'reprintReceipt', 'ReprintReceiptInput', { id: receipt.id }, RECEIPT);
    expect((await printed(again.document.id)).state).toBe('READY');
    const input = { id: receipt.id, version: again.receipt.version, reason: '抬头有误' };
    expect(await refused(cashier, 'voidReceipt', 'VoidReceiptInput', input)).toEqual(['FORBIDDEN']);
    await change(finance, 'voidReceipt', 'VoidReceiptInput', input, '__typename');
    expect(await refused(finance, 'voidReceipt', 'VoidReceiptInput', { ...input, version: input.version + 1 })).toEqual(
      ['INVALID_TRANSITION'],
    );
    const anew = await on(platform, '2026-03-02', () => issue(paymentId));
    expect(anew.receipt.number).toBe('2026-000002');
    const { receipts } = await admin.ok<{ receipts: { nodes: object[] } }>(
      `query ($id: ID!) { receipts(filter: { customer: { eq: $id } }) { nodes { number state voidReason prints } } }`,
      { id: customerId },
    );
    expect(receipts.nodes).toEqual([
      { number: '2026-000002', state: 'ISSUED', voidReason: null, prints: 1 },
      { number: '2026-000001', state: 'VOIDED', voidReason: '抬头有误', prints: 2 },
    ]);

    const self = await platform.as('CUSTOMER', { customer: customerId });
    const other = await platform.as('CUSTOMER');
    const own = '{ receipts { nodes { number } } feeDocuments { nodes { kind url } } }';
    expect(await self.ok(own)).toMatchObject({ receipts: { nodes: [{}, {}] }, feeDocuments: { nodes: [{}, {}, {}] } });
    expect(await other.ok(own)).toEqual({ receipts: { nodes: [] }, feeDocuments: { nodes: [] } });
  });
});

it('statements tell every entry with the balance, and payment notices what is owed today', async () => {
  const { customerId, communityId } = await newDebtor(admin, '李娜');
  await bill(platform, admin, '2026-01', { communityIds: [communityId] });
  await bill(platform, admin, '2026-02', { communityIds: [communityId] });
  await on(platform, '2026-03-01', () => pay(customerId, '300.00'));
  const [oldest] = await chargesOf(admin, { customer: { eq: customerId } });
  await on(platform, '2026-03-02', () =>
    correct(finance, admin, { chargeId: oldest!.id, kind: 'CREDIT', amount: cny('50.00') }),
  );
  const period = { customerId, from: '2026-01-01', through: '2026-03-31' };
  const statement = await on(platform, '2026-03-31', () =>
    change<{ document: { id: string } }>(cashier, 'printStatement', 'PrintStatementInput', period, 'document { id }'),
  );
  expect(await printed(statement.document.id)).toMatchObject({ kind: 'STATEMENT', state: 'READY' });
  expect(await refused(cashier, 'printStatement', 'PrintStatementInput', { ...period, through: '2025-12-31' })).toEqual(
    ['input.through: ENDS_BEFORE_START'],
  );
  expect(await refused(neighbour, 'printStatement', 'PrintStatementInput', period)).toEqual(['NOT_FOUND']);
  for (const [mutation, type, input] of [
    ['printPaymentNotice', 'PrintPaymentNoticeInput', { customerId }],
    ['printPaymentNotices', 'PrintPaymentNoticesInput', { communityId }],
  ] as const) {
    const { document } = await change<{ document: { id: string } }>(cashier, mutation, type, input, 'document { id }');
    expect(await printed(document.id)).toMatchObject({ kind: 'PAYMENT_NOTICE', state: 'READY' });
    expect(await refused(neighbour, mutation, type, input)).toEqual(['NOT_FOUND']);
  }
  expect(await ledgerProblems(platform)).toEqual([]);
});

it('income and expenses of a community are printed from its books, with what is entered besides', async () => {
  const { communityId } = await newDebtor(admin, '公示户');
  await bill(platform, admin, '2026-01', { communityIds: [communityId] });
  const lines = [{ isIncome: false, label: '电梯维保', amount: cny('100.00') }];
  const input = { communityId, from: '2026-01', through: '2026-03', text: '以上收支已经审核。', lines };
  const print = ['printFeeDisclosure', 'PrintFeeDisclosureInput'] as const;
  const { document } = await change<{ document: { id: string } }>(finance, ...print, input, 'document { id }');
  expect(await printed(document.id)).toMatchObject({ kind: 'DISCLOSURE', state: 'READY' });
  expect(await refused(cashier, ...print, input)).toEqual(['FORBIDDEN']);
  expect(await refused(neighbour, ...print, input)).toEqual(['NOT_FOUND']);
  expect(await refused(finance, ...print, { ...input, through: '2025-12' })).toEqual([
    'input.through: ENDS_BEFORE_START',
  ]);
});
