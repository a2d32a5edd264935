import { context, renderMessage } from '@atrium/sdk';
import type { ContactKind, NormalContact } from '../contact/contact.policy';
import { CustomerKind } from '../customer/customer-kind';
import { nameKey } from '../customer/name-key';
import { fitsCustomer } from '../document/new-identity-document';
import type { IdentityDocumentKind } from '../document/identity-document.policy';
import { type CustomerProblem, type CustomerSaid, kindOf } from './customer-draft';
import { importMessages } from './import.messages';

export interface CustomerFacts {
  readonly externalId: string | null;
  readonly kind: CustomerKind;
  readonly name: string;
  readonly birthday: string | null;
  readonly language: string | null;
  readonly remarks: string | null;
}

/** A customer that is there, with what was entered under it and its aliases. */
export interface StoredCustomer extends CustomerFacts {
  readonly id: string;
  /** External ids of its aliases. */
  readonly aliases: readonly string[];
  readonly contacts: readonly (readonly [kind: ContactKind, value: string])[];
  readonly documents: readonly (readonly [kind: IdentityDocumentKind, fingerprint: string])[];
}

export interface ContactToAdd extends NormalContact {
  readonly kind: ContactKind;
}

/** A document as a row names it, with its fingerprint. */
export interface PrintedDocument {
  readonly kind: IdentityDocumentKind;
  readonly number: string;
  readonly fingerprint: string;
}

/** One customer that rows are about: one that is there, or one to be made. Only what good rows say is taken. */
export class CustomerTarget {
  next: CustomerFacts | null = null;
  readonly contactsToAdd: ContactToAdd[] = [];
  readonly documentsToPut = new Map<IdentityDocumentKind, PrintedDocument>();
  /** Community of the first good row: who entered a new one. */
  communityId: string | null = null;
  private readonly contacts: Set<string>;
  private readonly prints: Map<IdentityDocumentKind, string>;

  constructor(
    readonly id: string,
    readonly stored: StoredCustomer | null,
  ) {
    this.contacts = new Set(stored?.contacts.map(([kind, value]) => `${kind} ${value}`));
    this.prints = new Map(stored?.documents);
  }

  get isNew(): boolean {
    return this.stored === null;
  }

  private get facts(): CustomerFacts | null {
    return this.next ?? this.stored;
  }

  get name(): string {
    return this.facts?.name ?? '';
  }

  get externalId(): string | null {
    return this.facts?.externalId ?? null;
  }

  /** Is this the external id of an alias of it? */
  isAlias(externalId: string): boolean {
    return this.stored?.aliases.includes(externalId) ?? false;
  }

  /** Has it another document of this kind, so that it is somebody else? */
  contradicts({ kind, fingerprint }: PrintedDocument): boolean {
    const known = this.documentsToPut.get(kind)?.fingerprint ?? this.prints.get(kind);
    return known !== undefined && known !== fingerprint;
  }

  /** Why a row cannot be about it; null when it can. */
  refuses(said: CustomerSaid): CustomerProblem | null {
    const facts = this.facts;
    if (!facts && said.name === undefined) {
      return { field: 'name', code: 'REQUIRED', message: importMessages.nameNeeded };
    }
    const kind = facts?.kind ?? kindOf(said);
    if (said.kind && said.kind !== kind) {
      const word = kind === CustomerKind.PERSON ? importMessages.person : importMessages.organisation;
      const known = renderMessage(word, context().locale);
      return { field: 'kind', code: 'ANOTHER_KIND', message: importMessages.anotherKind, params: { known } };
    }
    if (said.document && !fitsCustomer(said.document.kind, kind)) {
      return { field: 'documentKind', code: 'NOT_ALLOWED', message: importMessages.wrongDocument };
    }
    return null;
  }

  /** Takes what a good row says; answers whether that changes anything. */
  take(said: CustomerSaid, document: PrintedDocument | null, contacts: readonly ContactToAdd[]): boolean {
    const from = this.facts;
    const pick = <V>(known: V, value: V | undefined): V => (value === undefined ? known : value);
    const next: CustomerFacts = {
      externalId:
        said.externalId != null && this.isAlias(said.externalId)
          ? this.externalId
          : pick(from?.externalId ?? null, said.externalId),
      kind: from?.kind ?? kindOf(said),
      name: said.name ?? from!.name,
      birthday: pick(from?.birthday ?? null, said.birthday),
      language: pick(from?.language ?? null, said.language),
      remarks: pick(from?.remarks ?? null, said.remarks),
    };
    let changed =
      from === null || (Object.keys(next) as (keyof CustomerFacts)[]).some((key) => next[key] !== from[key]);
    this.next = next;
    for (const contact of contacts) {
      const key = `${contact.kind} ${contact.value}`;
      if (this.contacts.has(key)) continue;
      this.contacts.add(key);
      this.contactsToAdd.push(contact);
      changed = true;
    }
    if (document && (this.prints.get(document.kind) !== document.fingerprint || this.contradicts(document))) {
      this.prints.set(document.kind, document.fingerprint);
      this.documentsToPut.set(document.kind, document);
      changed = true;
    }
    return changed;
  }

  /** Do the customer's own columns change? */
  get factsChanged(): boolean {
    const { stored, next } = this;
    return (
      stored !== null &&
      next !== null &&
      (Object.keys(next) as (keyof CustomerFacts)[]).some((key) => next[key] !== stored[key])
    );
  }

  /** Must what it is found by be written anew? */
  get wordsChanged(): boolean {
    const { stored, next, contactsToAdd } = this;
    return (
      contactsToAdd.length > 0 || (stored !== null && next !== null && nameKey(stored.name) !== nameKey(next.name))
    );
  }
}
