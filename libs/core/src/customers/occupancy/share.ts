import { invalidField } from '@atrium/sdk';
import { occupancyMessages } from '../customers.messages';

/** Is this a percentage above 0 and at most 100, with at most two decimals? @param share a plain decimal */
export const isShare = (share: string): boolean =>
  /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/.test(share) && Number(share) > 0;

export function requireShare(path: string, share: string | null | undefined): void {
  if (share != null && !isShare(share)) {
    throw invalidField(path, 'OUT_OF_RANGE', occupancyMessages.shareOutOfRange);
  }
}
