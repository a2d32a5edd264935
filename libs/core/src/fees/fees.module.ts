import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers';
import { PropertiesModule } from '../properties';
import { AssignmentsResolver } from './assignments/assignments.resolver';
import { AssignmentsService } from './assignments/assignments.service';
import { DiscountsService } from './assignments/discounts.service';
import { ChargesResolver } from './charges/charges.resolver';
import { ContractsResolver } from './contracts/contracts.resolver';
import './fees.permissions';
import { FeeItemsResolver } from './items/fee-items.resolver';
import { FeeItemsService } from './items/fee-items.service';
import './ledger/ledger.constraints';
import { MetersResolver } from './meters/meters.resolver';
import { MetersService } from './meters/meters.service';
import { BillingRunner } from './runs/billing-runner';
import { BillingRunsService } from './runs/billing-runs.service';
import { RunsResolver } from './runs/runs.resolver';

@Module({
  imports: [PropertiesModule, CustomersModule],
  providers: [
    AssignmentsResolver,
    AssignmentsService,
    BillingRunner,
    BillingRunsService,
    ChargesResolver,
    ContractsResolver,
    DiscountsService,
    FeeItemsResolver,
    FeeItemsService,
    MetersResolver,
    MetersService,
    RunsResolver,
  ],
})
export class FeesModule {}
