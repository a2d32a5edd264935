import { type FieldProblem, newId, now, validationFailed } from '@atrium/sdk';
import type { NewContact } from '../customer/customer-rows';
import { customerMessages } from '../customers.messages';
import type { CustomerContactInput } from './contact.inputs';
import { ContactKind, type NormalContact, normalContact } from './contact.policy';

type Wording = Pick<FieldProblem, 'code' | 'message'>;

export const notAContact = (kind: ContactKind): Wording => ({
  code: kind === ContactKind.PHONE ? 'NOT_A_PHONE' : 'NOT_AN_EMAIL',
  message: kind === ContactKind.PHONE ? customerMessages.notAPhone : customerMessages.notAnEmail,
});

/** The extension given apart, or the one in the value. */
export const extensionOf = (given: string | null | undefined, normal: NormalContact): string | null =>
  given ? given : normal.extension;

/**
 * Contacts of a customer as they are stored. `VALIDATION_FAILED` names every one that is no phone or address, is given
 * twice, or is a second preferred one of its kind.
 * @param path of the list in the input, e.g. `input.contacts`
 */
export function newContacts(
  customerId: string,
  inputs: readonly CustomerContactInput[],
  path: (index: number) => string,
): NewContact[] {
  const problems: FieldProblem[] = [];
  const seen = new Set<string>();
  const preferred = new Set<ContactKind>();
  const rows = inputs.flatMap((input, index): NewContact[] => {
    const refuse = (field: string, wording: Wording): [] => {
      problems.push({ path: `${path(index)}.${field}`, ...wording });
      return [];
    };
    const { kind, value, label, isPreferred, verified } = input;
    const normal = normalContact(kind, value);
    if (!normal) return refuse('value', notAContact(kind));
    const extension = extensionOf(input.extension, normal);
    if (extension !== null && kind !== ContactKind.PHONE) {
      return refuse('extension', { code: 'NOT_ALLOWED', message: customerMessages.extensionOfPhone });
    }
    const key = `${kind} ${normal.value}`;
    if (seen.has(key)) return refuse('value', { code: 'DUPLICATE', message: customerMessages.contactOnce });
    seen.add(key);
    if (isPreferred && preferred.has(kind)) {
      return refuse('isPreferred', { code: 'DUPLICATE', message: customerMessages.onePreferred });
    }
    if (isPreferred) preferred.add(kind);
    const verifiedAt = verified ? now() : null;
    return [{ id: newId(), customerId, kind, ...normal, extension, label: label || null, isPreferred, verifiedAt }];
  });
  if (problems.length > 0) throw validationFailed(...problems);
  return rows;
}

/** Of each kind without a preferred one the first becomes it. */
export function withPreferred(contacts: readonly NewContact[]): NewContact[] {
  const chosen = new Set(contacts.filter(({ isPreferred }) => isPreferred).map(({ kind }) => kind));
  return contacts.map((contact) => {
    if (chosen.has(contact.kind)) return contact;
    chosen.add(contact.kind);
    return { ...contact, isPreferred: true };
  });
}
