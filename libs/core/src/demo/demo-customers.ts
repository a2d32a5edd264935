import { addDays } from './demo-days';
import { demoCreditCode, demoIdentityNumber, demoPhone } from './demo-identity';
import { companyName, personName, shopName, type Gender } from './demo-names';
import type { Day, DemoChannel, DemoConsent, DemoCustomer, DemoOrganisation, DemoPerson } from './demo-types';
import type { SeededRandom } from './seeded-random';

export interface PersonWishes {
  gender?: Gender;
  surname?: string;
  /** Age in years, both ends included. */
  age: readonly [number, number];
  /** The first dealings with the person: the day of the consents. */
  since: Day;
}

const DAYS_PER_YEAR = 365.25;
const ADULT = 18;
const WITH_OWN_PHONE = 14;
/** Before a name that is taken gets a number: large registers have more companies than there are names. */
const MAX_TRIES = 20;

/** Makes customers, each with an id, a phone and an identity number of its own. */
export class DemoCustomers {
  readonly all: DemoCustomer[] = [];
  private readonly surnames = new Map<DemoPerson, string>();
  private readonly identityNumbers = new Set<string>();
  private readonly organisationNames = new Set<string>();
  private phones = 0;

  constructor(
    private readonly random: SeededRandom,
    private readonly today: Day,
  ) {}

  person(wishes: PersonWishes): DemoPerson {
    const { random } = this;
    const gender = wishes.gender ?? (random.chance(0.5) ? 'FEMALE' : 'MALE');
    const foreign = wishes.surname === undefined && random.chance(0.015);
    const { name, surname, language } = personName(random, gender, { surname: wishes.surname, foreign });
    const age = random.int(...wishes.age);
    const birthDate = addDays(this.today, -Math.floor(age * DAYS_PER_YEAR) - random.int(1, 364));
    const person: DemoPerson = {
      kind: 'PERSON',
      ...this.reachable(age >= WITH_OWN_PHONE, wishes.since),
      name,
      gender,
      language,
      birthDate: age < ADULT || random.chance(0.6) ? birthDate : null,
      identityNumber: age >= ADULT && !foreign && random.chance(0.6) ? this.identityNumber(birthDate, gender) : null,
    };
    this.surnames.set(person, surname);
    this.all.push(person);
    return person;
  }

  /** The surname of a person made here, for the family. Foreign families have none that fits. */
  surnameOf(person: DemoPerson): string | undefined {
    return person.language === 'zh-CN' ? this.surnames.get(person) : undefined;
  }

  organisation(kind: 'COMPANY' | 'SHOP', since: Day): DemoOrganisation {
    const make = () => (kind === 'COMPANY' ? companyName(this.random) : shopName(this.random));
    let name = make();
    for (let tries = 0; this.organisationNames.has(name); tries++)
      name = tries < MAX_TRIES ? make() : `${make()}第${this.organisationNames.size}分部`;
    return this.namedOrganisation(name, since);
  }

  namedOrganisation(name: string, since: Day): DemoOrganisation {
    this.organisationNames.add(name);
    const organisation: DemoOrganisation = {
      kind: 'ORGANISATION',
      ...this.reachable(true, since),
      name,
      language: 'zh-CN',
      creditCode: demoCreditCode(this.organisationNames.size),
      contactName: personName(this.random, this.random.chance(0.5) ? 'FEMALE' : 'MALE').name,
    };
    this.all.push(organisation);
    return organisation;
  }

  private reachable(ownPhone: boolean, since: Day) {
    const { random } = this;
    const number = this.all.length + 1;
    const phones = ownPhone ? Array.from({ length: random.chance(0.12) ? 2 : 1 }, () => demoPhone(++this.phones)) : [];
    const emails = ownPhone && random.chance(0.35) ? [`k${String(number).padStart(6, '0')}@example.com`] : [];
    const channels: DemoChannel[] =
      phones.length === 0 ? [] : ['PHONE', 'SMS', 'WECHAT', ...emails.map(() => 'EMAIL' as const)];
    return {
      externalId: `K${String(number).padStart(6, '0')}`,
      phones,
      emails,
      preferredChannel: channels.length === 0 ? ('PHONE' as const) : random.pick(channels),
      consents: channels.flatMap((channel): DemoConsent[] => [
        { channel, purpose: 'CONTRACT', granted: true, on: since },
        { channel, purpose: 'MARKETING', granted: random.chance(0.4), on: since },
      ]),
    };
  }

  private identityNumber(birthDate: Day, gender: Gender): string {
    for (;;) {
      const number = demoIdentityNumber(this.random, birthDate, gender);
      if (this.identityNumbers.has(number)) continue;
      this.identityNumbers.add(number);
      return number;
    }
  }
}
