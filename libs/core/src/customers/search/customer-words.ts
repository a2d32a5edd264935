import { searchTokens } from '@atrium/sdk';
import { CustomerKind } from '../customer/customer-kind';

/** What a customer is found by besides the units: name in characters, pinyin and initials, number, phones. */
export interface SearchedCustomer {
  readonly kind: CustomerKind;
  readonly name: string;
  readonly code: string;
  readonly phones: readonly string[];
}

/**
 * The words parted by spaces, as `app.write_customer_search` takes them.
 * @param scope of the tenant, see `searchScope`
 */
export function customerWords({ kind, name, code, phones }: SearchedCustomer, scope: string): string {
  const names = kind === CustomerKind.PERSON ? { personNames: [name], names: [code] } : { names: [name, code] };
  return searchTokens({ ...names, phones }, { scope }).join(' ');
}
