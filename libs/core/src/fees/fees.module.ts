import { GatewayReports, registerPaymentGateway } from '@atrium/sdk';
import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers';
import { PropertiesModule } from '../properties';
import { ArrearsResolver } from './arrears/arrears.resolver';
import { RateSnapshots } from './arrears/rate-snapshots';
import { AssignmentsResolver } from './assignments/assignments.resolver';
import { AssignmentsService } from './assignments/assignments.service';
import { DiscountsService } from './assignments/discounts.service';
import { ChargesResolver } from './charges/charges.resolver';
import { ContractsResolver } from './contracts/contracts.resolver';
import './fees.permissions';
import { CorrectionsResolver } from './corrections/corrections.resolver';
import { CorrectionsService } from './corrections/corrections.service';
import { DepositsResolver } from './deposits/deposits.resolver';
import { DepositsService } from './deposits/deposits.service';
import { BankMatching } from './bank/bank-matching';
import { BankResolver } from './bank/bank.resolver';
import { ClaimsResolver, FeeDemandResolver } from './claims/claims.resolver';
import { DemandsService } from './claims/demands.service';
import { LimitationClock } from './claims/limitation-clock';
import { DocumentPrinter } from './documents/document-printer';
import { DocumentsResolver, FeeDocumentResolver } from './documents/documents.resolver';
import { DocumentsService } from './documents/documents.service';
import { ReceiptsService } from './documents/receipts.service';
import { BankImport } from './import/bank-import';
import { AssignmentImport } from './import/assignment-import';
import { FeeItemImport } from './import/fee-item-import';
import { OpeningImport } from './import/opening-import';
import { PaymentImport } from './import/payment-import';
import { ReadingImport } from './import/reading-import';
import { DisputesResolver } from './disputes/disputes.resolver';
import { DisputesService } from './disputes/disputes.service';
import { GatewayReportsService } from './gateways/gateway-reports.service';
import { GatewayOrdersService } from './gateways/gateway-orders.service';
import { GatewaysResolver } from './gateways/gateways.resolver';
import { GatewayRefunds } from './gateways/gateway-refunds';
import { sandboxGateway } from './gateways/sandbox-gateway';
import { FeeItemsResolver } from './items/fee-items.resolver';
import { FeeItemsService } from './items/fee-items.service';
import { LateFeeAccrual } from './late-fee/late-fee-accrual';
import './ledger/ledger.constraints';
import { LedgerResolver } from './ledger/ledger.resolver';
import { PeriodsService } from './ledger/periods.service';
import { MetersResolver } from './meters/meters.resolver';
import { MetersService } from './meters/meters.service';
import { PaidTrigger } from './payments/paid-trigger';
import { PaymentsResolver } from './payments/payments.resolver';
import { PaymentsService } from './payments/payments.service';
import { ReturnsService } from './payments/returns.service';
import { BillingRunner } from './runs/billing-runner';
import { BillingRunsService } from './runs/billing-runs.service';
import { RunsResolver } from './runs/runs.resolver';
import { ShiftsResolver } from './shifts/shifts.resolver';
import { ShiftsService } from './shifts/shifts.service';
import { FeeSettingsService } from './settings/fee-settings';
import { FeeSettingsResolver } from './settings/fee-settings.resolver';

registerPaymentGateway(sandboxGateway);

@Module({
  imports: [PropertiesModule, CustomersModule],
  providers: [
    BankImport,
    BankMatching,
    BankResolver,
    ClaimsResolver,
    DemandsService,
    DocumentPrinter,
    DocumentsResolver,
    DocumentsService,
    FeeDemandResolver,
    FeeDocumentResolver,
    LimitationClock,
    ReceiptsService,
    ArrearsResolver,
    RateSnapshots,
    AssignmentImport,
    AssignmentsResolver,
    AssignmentsService,
    BillingRunner,
    BillingRunsService,
    ChargesResolver,
    ContractsResolver,
    CorrectionsResolver,
    CorrectionsService,
    DiscountsService,
    DepositsResolver,
    DepositsService,
    DisputesResolver,
    DisputesService,
    FeeSettingsResolver,
    GatewayOrdersService,
    GatewayRefunds,
    GatewayReportsService,
    GatewaysResolver,
    { provide: GatewayReports, useExisting: GatewayReportsService },
    FeeSettingsService,
    LateFeeAccrual,
    FeeItemImport,
    FeeItemsResolver,
    FeeItemsService,
    LedgerResolver,
    MetersResolver,
    MetersService,
    OpeningImport,
    PaymentImport,
    PaidTrigger,
    PaymentsResolver,
    PaymentsService,
    PeriodsService,
    ReadingImport,
    ReturnsService,
    RunsResolver,
    ShiftsResolver,
    ShiftsService,
  ],
  exports: [GatewayReports],
})
export class FeesModule {}
