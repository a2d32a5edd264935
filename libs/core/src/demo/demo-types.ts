/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

export type DemoUsage = 'RESIDENTIAL' | 'OFFICE' | 'RETAIL' | 'PARKING' | 'STORAGE' | 'OTHER';
export type DemoUnitState = 'VACANT' | 'OCCUPIED' | 'RENOVATING' | 'FOR_RENT';
export type DemoOccupancyKind = 'OWNER' | 'CO_OWNER' | 'LESSEE' | 'FAMILY' | 'STAFF';
export type DemoEquipmentKind = 'ELEVATOR' | 'PUMP' | 'FIRE_SYSTEM';
export type DemoServiceProfile = 'PREMIUM_OFFICE' | 'RESIDENTIAL' | 'COMMERCIAL';
export type DemoChannel = 'PHONE' | 'SMS' | 'EMAIL' | 'WECHAT';
export type DemoRole =
  | 'ADMIN'
  | 'SERVICE_AGENT'
  | 'DISPATCHER'
  | 'TECHNICIAN'
  | 'CASHIER'
  | 'FINANCE_MANAGER'
  | 'QUALITY_INSPECTOR'
  | 'AUDITOR';

export interface DemoCompany {
  slug: string;
  name: string;
  legalName: string;
  creditCode: string;
  locale: string;
  timeZone: string;
  currency: string;
}

/** Records refer to each other by `externalId`, which is unique within its list. */
export interface DemoCommunity {
  externalId: string;
  name: string;
  serviceProfile: DemoServiceProfile;
  address: string;
  postcode: string;
  /** Degrees, WGS 84. */
  latitude: number;
  longitude: number;
  developer: string;
}

export interface DemoBuilding {
  externalId: string;
  community: string;
  /** Unique in its community. */
  code: string;
  name: string;
  floorsAboveGround: number;
  floorsBelowGround: number;
  completedOn: Day;
}

export interface DemoSection {
  externalId: string;
  building: string;
  /** Unique in its building. */
  code: string;
  name: string;
}

export interface DemoUnit {
  externalId: string;
  community: string;
  building: string;
  section: string | null;
  /** Unique in its building. */
  code: string;
  usage: DemoUsage;
  /** Below ground negative; there is no floor 0. */
  floor: number;
  /** m², two decimals. */
  grossArea: string;
  /** m², two decimals, at most the gross area. */
  netArea: string;
  state: DemoUnitState;
  /** Null while the developer has not sold and handed it over. */
  handOverDate: Day | null;
}

export interface DemoEquipment {
  externalId: string;
  /** Unique in the company. */
  code: string;
  kind: DemoEquipmentKind;
  name: string;
  community: string;
  building: string | null;
  section: string | null;
  installedOn: Day;
  nextInspectionOn: Day;
}

export interface DemoConsent {
  channel: DemoChannel;
  /** Contract messages (bills, outages) and marketing are agreed to apart. */
  purpose: 'CONTRACT' | 'MARKETING';
  granted: boolean;
  on: Day;
}

interface DemoCustomerBase {
  externalId: string;
  name: string;
  phones: string[];
  emails: string[];
  /** BCP 47. */
  language: string;
  preferredChannel: DemoChannel;
  consents: DemoConsent[];
}

export interface DemoPerson extends DemoCustomerBase {
  kind: 'PERSON';
  gender: 'FEMALE' | 'MALE';
  birthDate: Day | null;
  /** GB 11643-1999, of an administrative code that does not exist. */
  identityNumber: string | null;
}

export interface DemoOrganisation extends DemoCustomerBase {
  kind: 'ORGANISATION';
  /** GB 32100-2015, of an administrative code that does not exist. */
  creditCode: string;
  contactName: string;
}

export type DemoCustomer = DemoPerson | DemoOrganisation;

export interface DemoOccupancy {
  externalId: string;
  customer: string;
  unit: string;
  kind: DemoOccupancyKind;
  startsOn: Day;
  /** Last day, included; null while it lasts. */
  endsOn: Day | null;
  /** Whether this customer pays the management fee of the unit. */
  payer: boolean;
}

export interface DemoStaff {
  externalId: string;
  name: string;
  email: string;
  phone: string;
  role: DemoRole;
  /** Communities the role is limited to; null: all. */
  communities: string[] | null;
  team: string;
  skills: string[];
}

export interface DemoRegister {
  company: DemoCompany;
  communities: readonly DemoCommunity[];
  buildings: readonly DemoBuilding[];
  sections: readonly DemoSection[];
  units: readonly DemoUnit[];
  equipment: readonly DemoEquipment[];
  customers: readonly DemoCustomer[];
  occupancies: readonly DemoOccupancy[];
  staff: readonly DemoStaff[];
}
