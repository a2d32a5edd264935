import './customers.segments';
import './customers.exports';
import type { ContextDefinition } from '@atrium/sdk';
import { ContactEntity } from './contact/contact.entity';
import { CustomerEntity } from './customer/customer.entity';
import { customerPublicEvents } from './customer.public-events';
import { CustomersModule } from './customers.module';
import { Customers1700000030000 } from './migrations/1700000030000-customers';
import { CustomerSearch1700000030010 } from './migrations/1700000030010-customer-search';
import { WhatCustomersSee1700000130000 } from './migrations/1700000130000-what-customers-see';
import { CustomerChanges1700000160010 } from './migrations/1700000160010-customer-changes';
import { WordsOfBuildings1700000250010 } from './migrations/1700000250010-words-of-buildings';
import { OccupancyEntity } from './occupancy/occupancy.entity';

export const customersContext: ContextDefinition = {
  name: 'customers',
  module: CustomersModule,
  entities: [CustomerEntity, ContactEntity, OccupancyEntity],
  migrations: [
    Customers1700000030000,
    CustomerSearch1700000030010,
    WhatCustomersSee1700000130000,
    CustomerChanges1700000160010,
    WordsOfBuildings1700000250010,
  ],
  publicEvents: customerPublicEvents,
};
