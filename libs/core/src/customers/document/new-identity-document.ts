import { type Cipher, invalidField, newId } from '@atrium/sdk';
import { CustomerKind } from '../customer/customer-kind';
import type { NewIdentityDocument } from '../customer/customer-rows';
import { requireDay } from '../customer/days';
import { customerMessages } from '../customers.messages';
import type { IdentityDocumentInput } from './identity-document.inputs';
import { IdentityDocumentKind, maskedNumber, normalDocumentNumber, NUMBER_EXAMPLES } from './identity-document.policy';

const { BUSINESS_LICENCE, OTHER } = IdentityDocumentKind;

/** May a customer of this kind have such a document? */
export const fitsCustomer = (kind: IdentityDocumentKind, customer: CustomerKind): boolean =>
  kind === OTHER || (kind === BUSINESS_LICENCE) === (customer === CustomerKind.ORGANISATION);

/** A document's number, sealed, masked and made comparable. @param number as `normalDocumentNumber` answers it */
export const sealedNumber = (
  cipher: Cipher,
  number: string,
): Pick<NewIdentityDocument, 'sealed' | 'masked' | 'fingerprint'> => ({
  sealed: cipher.encrypt(number),
  masked: maskedNumber(number),
  fingerprint: cipher.fingerprint(number),
});

/** A document as it is stored. `VALIDATION_FAILED` for a number no such document has, or a kind the customer cannot have. */
export function newIdentityDocument(
  cipher: Cipher,
  customer: { readonly id: string; readonly kind: CustomerKind },
  { kind, number, validUntil }: IdentityDocumentInput,
  path: string,
): NewIdentityDocument {
  if (!fitsCustomer(kind, customer.kind)) {
    const message =
      customer.kind === CustomerKind.PERSON
        ? customerMessages.licenceOfOrganisation
        : customerMessages.documentOfPerson;
    throw invalidField(`${path}.kind`, 'NOT_ALLOWED', message);
  }
  requireDay(`${path}.validUntil`, validUntil);
  const normal = normalDocumentNumber(kind, number);
  if (normal === null) {
    throw invalidField(`${path}.number`, 'WRONG_FORM', customerMessages.wrongNumber, {
      example: NUMBER_EXAMPLES[kind],
    });
  }
  return {
    id: newId(),
    customerId: customer.id,
    kind,
    ...sealedNumber(cipher, normal),
    validUntil: validUntil ?? null,
  };
}
