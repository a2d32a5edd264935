import { Allow, encodeId, ref } from '@atrium/sdk';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { RevealsService } from '../customer/reveals.service';
import {
  RemoveIdentityDocumentInput,
  RemoveIdentityDocumentPayload,
  RevealIdentityNumberInput,
  RevealIdentityNumberPayload,
  SetIdentityDocumentInput,
  SetIdentityDocumentPayload,
} from '../document/identity-document.inputs';
import { IdentityDocumentsService } from '../document/identity-documents.service';
import {
  AddCustomerContactInput,
  AddCustomerContactPayload,
  RemoveCustomerContactInput,
  RemoveCustomerContactPayload,
  RevealContactInput,
  RevealContactPayload,
  UpdateCustomerContactInput,
  UpdateCustomerContactPayload,
} from './contact.inputs';
import { ContactsService } from './contacts.service';

/** How a customer is reached and who it is: contacts and identity documents. */
@Resolver()
export class ContactResolver {
  constructor(
    private readonly contacts: ContactsService,
    private readonly documents: IdentityDocumentsService,
    private readonly reveals: RevealsService,
  ) {}

  @Allow('customer:manage')
  @Mutation(() => AddCustomerContactPayload, { description: 'Adds a phone or an e-mail address to a customer.' })
  async addCustomerContact(@Args('input') input: AddCustomerContactInput) {
    const id = await this.contacts.add(input);
    return { contact: ref('customer_contact', id), customer: ref('customer', input.customerId) };
  }

  @Allow('customer:manage')
  @Mutation(() => UpdateCustomerContactPayload, { description: 'Changes a contact.' })
  async updateCustomerContact(@Args('input') input: UpdateCustomerContactInput) {
    await this.contacts.update(input);
    return { contact: ref('customer_contact', input.id) };
  }

  @Allow('customer:manage')
  @Mutation(() => RemoveCustomerContactPayload, { description: 'Removes a contact from a customer.' })
  async removeCustomerContact(@Args('input') input: RemoveCustomerContactInput) {
    const customerId = await this.contacts.remove(input.id);
    return { removedContactId: encodeId('customer_contact', input.id), customer: ref('customer', customerId) };
  }

  @Allow('customer:reveal-contact', 'customer:read-contact')
  @Mutation(() => RevealContactPayload, {
    description: 'Shows one phone or e-mail address unmasked. Who looked, when and why is kept in the audit log.',
  })
  async revealContact(@Args('input') { id, reason }: RevealContactInput) {
    return { value: await this.reveals.contact(id, reason), contact: ref('customer_contact', id) };
  }

  @Allow('customer:manage')
  @Mutation(() => SetIdentityDocumentPayload, {
    description: 'Enters an identity document, in place of one of its kind.',
  })
  async setIdentityDocument(@Args('input') input: SetIdentityDocumentInput) {
    await this.documents.set(input);
    return { customer: ref('customer', input.customerId) };
  }

  @Allow('customer:manage')
  @Mutation(() => RemoveIdentityDocumentPayload, { description: 'Removes an identity document.' })
  async removeIdentityDocument(@Args('input') { id }: RemoveIdentityDocumentInput) {
    const customerId = await this.documents.remove(id);
    return { removedDocumentId: encodeId('identity_document', id), customer: ref('customer', customerId) };
  }

  @Allow('customer:read-sensitive')
  @Mutation(() => RevealIdentityNumberPayload, {
    description: 'Shows the number of one identity document. Who looked, when and why is kept in the audit log.',
  })
  async revealIdentityNumber(@Args('input') { id, reason }: RevealIdentityNumberInput) {
    return { number: await this.reveals.identityNumber(id, reason), document: ref('identity_document', id) };
  }
}
