import './fees.segments';
import type { ContextDefinition } from '@atrium/sdk';
import { FeesModule } from './fees.module';
import { FeeItems1700000540000 } from './migrations/1700000540000-fee-items';
import { Ledger1700000540010 } from './migrations/1700000540010-ledger';
import { Payments1700000540020 } from './migrations/1700000540020-payments';
import { Corrections1700000541000 } from './migrations/1700000541000-corrections';
import { DepositsShifts1700000541010 } from './migrations/1700000541010-deposits-shifts';
import { Gateways1700000541020 } from './migrations/1700000541020-gateways';
import { Arrears1700000541030 } from './migrations/1700000541030-arrears';
import { BankStatements1700000541420 } from './migrations/1700000541420-bank-statements';
import { Claims1700000541430 } from './migrations/1700000541430-claims';
import { FeeDocuments1700000541410 } from './migrations/1700000541410-fee-documents';
import { OpeningBalances1700000541400 } from './migrations/1700000541400-opening-balances';

export const feesContext: ContextDefinition = {
  name: 'fees',
  module: FeesModule,
  entities: [],
  migrations: [
    FeeItems1700000540000,
    Ledger1700000540010,
    Payments1700000540020,
    Corrections1700000541000,
    DepositsShifts1700000541010,
    Gateways1700000541020,
    Arrears1700000541030,
    OpeningBalances1700000541400,
    FeeDocuments1700000541410,
    BankStatements1700000541420,
    Claims1700000541430,
  ],
};
