import { AtriumError } from '@atrium/sdk';
import { staffMessages } from '../staff.messages';

/** `RATE_LIMITED`, with the time to wait in `retryAfterSeconds` and `retryAfterMs`. */
export const tooManyAttempts = (seconds: number): AtriumError =>
  new AtriumError('RATE_LIMITED', staffMessages.tooManyAttempts, {
    params: { seconds },
    retryable: true,
    extra: { retryAfterSeconds: seconds, retryAfterMs: seconds * 1000 },
  });
