import {
  type FieldProblem,
  type NotificationChannel,
  type NotificationType,
  templateProblems,
  type TemplateProblem,
} from '@atrium/sdk';
import { hasSubject, isLong } from '../message/render';
import { notificationMessages as messages } from '../notifications.messages';

export const MAX_SUBJECT = 200;
export const MAX_BODY = 10_000;
const MAX_SHORT = 500;

/** What is wrong with a template of a type on a channel, by the fields of the input it came in. */
export function problemsOfTemplate(
  { variables }: NotificationType,
  channel: NotificationChannel,
  given: { readonly subject: string | null; readonly body: string },
  path: string,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const allowed = Object.keys(variables).join(', ') || '—';
  const worded = (field: string, { code, variable }: TemplateProblem): FieldProblem => ({
    path: `${path}.${field}`,
    code,
    message: MESSAGES[code],
    params: { variable, allowed },
  });
  const { subject, body } = templateProblems(given, variables);
  problems.push(...subject.map((one) => worded('subject', one)), ...body.map((one) => worded('body', one)));
  if (hasSubject(channel) && !given.subject) {
    problems.push({ path: `${path}.subject`, code: 'REQUIRED', message: messages.subjectMissing });
  }
  if (!hasSubject(channel) && given.subject) {
    problems.push({ path: `${path}.subject`, code: 'NOT_ALLOWED', message: messages.noSubject });
  }
  const max = isLong(channel) ? MAX_BODY : MAX_SHORT;
  if ([...given.body].length > max) {
    problems.push({ path: `${path}.body`, code: 'TOO_LONG', message: messages.tooLong, params: { max } });
  }
  return problems;
}

const MESSAGES = {
  UNKNOWN_VARIABLE: messages.unknownVariable,
  STRAY_BRACE: messages.strayBrace,
  MISSING_VARIABLE: messages.missingVariable,
  NOT_A_LINK: messages.notALink,
} as const;
