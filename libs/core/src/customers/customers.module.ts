import { Module } from '@nestjs/common';
import { PropertiesModule } from '../properties';
import { ConsentsService } from './consent/consents.service';
import { ContactResolver } from './contact/contact.resolver';
import { ContactsService } from './contact/contacts.service';
import { CustomerChangedResolver } from './customer/customer-changed.resolver';
import { CustomerResolver } from './customer/customer.resolver';
import { CustomersService } from './customer/customers.service';
import { RevealsService } from './customer/reveals.service';
import { customerListFields } from './customers.lists';
import './customers.permissions';
import { IdentityDocumentsService } from './document/identity-documents.service';
import { CustomerImport } from './import/customer-import';
import { MergeResolver } from './merge/merge.resolver';
import { MergesService } from './merge/merges.service';
import { OccupanciesService } from './occupancy/occupancies.service';
import { OccupancyResolver } from './occupancy/occupancy.resolver';
import { TransfersService } from './occupancy/transfers.service';
import { UnitOwnersResolver } from './occupancy/unit-owners.resolver';
import { SensitiveProfilesService } from './profile/sensitive-profiles.service';
import { CustomerSearchResolver } from './search/search.resolver';
import './timeline/customer-sources';
import { NotesService } from './timeline/notes.service';
import { TimelineResolver } from './timeline/timeline.resolver';

const services = [
  CustomersService,
  ContactsService,
  ConsentsService,
  IdentityDocumentsService,
  RevealsService,
  SensitiveProfilesService,
  OccupanciesService,
  TransfersService,
  MergesService,
  NotesService,
];

@Module({
  imports: [PropertiesModule],
  providers: [
    ...services,
    CustomerResolver,
    CustomerChangedResolver,
    ContactResolver,
    OccupancyResolver,
    UnitOwnersResolver,
    MergeResolver,
    TimelineResolver,
    CustomerSearchResolver,
    CustomerImport,
    ...customerListFields,
  ],
  exports: services,
})
export class CustomersModule {}
