export { TODAY } from './customers.sql';
export { customersContext } from './customers.context';
export { CustomersModule } from './customers.module';
export { customerPermissions } from './customers.permissions';
export * from './customers.views';
export { ConsentList, CustomerList, CustomerNoteList, OccupancyList } from './customers.lists';
export { CustomerKind } from './customer/customer-kind';
export { Customer } from './customer/customer.type';
export { CustomerEntity } from './customer/customer.entity';
export { requireCustomer } from './customer/lock-customers';
export { nameKey, nameSortKey } from './customer/name-key';
export { lockCustomer, type LockedCustomer } from './customer/lock-customers';
export { refreshWords } from './search/refresh-search';
export { CustomersService } from './customer/customers.service';
export {
  type ConsentDecision,
  ConsentPurpose,
  ConsentSource,
  ConsentStatus,
  ContactChannel,
  mayContact,
} from './consent/consent.policy';
export { CustomerConsent } from './consent/consent.type';
export { ConsentsService, type FirstDecision } from './consent/consents.service';
export { ContactKind, normalContact, normalEmail, normalPhone } from './contact/contact.policy';
export { CustomerContact } from './contact/contact.type';
export { ContactsService } from './contact/contacts.service';
export { sealedNumber } from './document/new-identity-document';
export { IdentityDocumentKind, normalDocumentNumber } from './document/identity-document.policy';
export { IdentityDocument } from './document/identity-document.type';
export { IdentityDocumentsService } from './document/identity-documents.service';
export { OccupancyKind } from './occupancy/occupancy.policy';
export { Occupancy, UnitTransfer } from './occupancy/occupancy.type';
export { OccupancyEntity } from './occupancy/occupancy.entity';
export { OccupanciesService } from './occupancy/occupancies.service';
export { TransfersService } from './occupancy/transfers.service';
export { MergesService } from './merge/merges.service';
export { SensitiveProfile, SensitiveProfileKind } from './profile/sensitive-profile.type';
export { SensitiveProfilesService } from './profile/sensitive-profiles.service';
export { CustomerMatch, searchCustomers } from './search/search-customers';
export { CustomerNote, CustomerNoteKind } from './timeline/note.type';
export { NotesService } from './timeline/notes.service';
export { PlainTimelineEntry, TimelineEntry } from './timeline/timeline.type';
export { CustomerImport } from './import/customer-import';
export { customerImport, type CustomerOutcome, type CustomerValues } from './import/customer-draft';
export { customerFields, type CustomerFields } from './import/import.fields';
export { placeProblem, placeSaid, type PlaceSaid } from './import/customer-draft';
export { KnownCustomers, type WhoSaid } from './import/known-customers';
export { type FoundUnit, UnitFinder } from './import/unit-finder';
export { customerEvents, type OccupancyPayload } from './customer.events';
