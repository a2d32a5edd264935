import {
  type ConsentDecision,
  ConsentPurpose as Purpose,
  ConsentStatus as Status,
  ContactChannel as Channel,
  mayContact,
} from './consent.policy';

const decided = (purpose: Purpose, status: Status, channel = Channel.SMS): ConsentDecision => ({
  channel,
  purpose,
  status,
});

describe('mayContact over SMS', () => {
  it.each([
    ['nothing decided', [], Purpose.CONTRACT, true],
    ['nothing decided', [], Purpose.MARKETING, false],
    ['nothing decided', [], Purpose.SURVEY, true],
    ['surveys refused', [decided(Purpose.SURVEY, Status.WITHDRAWN)], Purpose.SURVEY, false],
    ['surveys refused', [decided(Purpose.SURVEY, Status.WITHDRAWN)], Purpose.CONTRACT, true],
    ['contract messages refused', [decided(Purpose.CONTRACT, Status.WITHDRAWN)], Purpose.SURVEY, true],
    ['marketing granted', [decided(Purpose.MARKETING, Status.GRANTED)], Purpose.MARKETING, true],
    ['marketing withdrawn', [decided(Purpose.MARKETING, Status.WITHDRAWN)], Purpose.MARKETING, false],
    ['marketing withdrawn', [decided(Purpose.MARKETING, Status.WITHDRAWN)], Purpose.CONTRACT, true],
    ['contract messages refused', [decided(Purpose.CONTRACT, Status.WITHDRAWN)], Purpose.CONTRACT, false],
    ['contract messages wanted', [decided(Purpose.CONTRACT, Status.GRANTED)], Purpose.MARKETING, false],
    ['granted by e-mail only', [decided(Purpose.MARKETING, Status.GRANTED, Channel.EMAIL)], Purpose.MARKETING, false],
    ['refused by e-mail only', [decided(Purpose.CONTRACT, Status.WITHDRAWN, Channel.EMAIL)], Purpose.CONTRACT, true],
  ])('%s, %s: %s', (_, decisions, purpose, expected) => {
    expect(mayContact(decisions, Channel.SMS, purpose)).toBe(expected);
  });
});
