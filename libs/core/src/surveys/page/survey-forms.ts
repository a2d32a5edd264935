import { anonymousActor, currentTenant, type Locale, LOCALES, pickLocale, readSecret, Transactions } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { checkAnswer, checkAnswers } from '../answering/check-answers';
import { findInvitation, type LinkEnd, type OpenInvitation } from '../answering/invitations';
import { StoreAnswer } from '../answering/store-answer';
import { own, pagesOf, questionOf, referencesOf } from '../content/conditions';
import type { Answers, Question, SurveyContent } from '../content/content.types';
import { carried, enteredFor, type FormValues, text } from './form';
import { endPage, type ShownPage, surveyPage, thanksPage } from './survey-page';

export interface Shown {
  readonly status: number;
  readonly html: string;
}

const ENDS: Readonly<Record<LinkEnd, number>> = { UNKNOWN: 404, USED: 410, EXPIRED: 410, CLOSED: 410 };

/** The pages behind a link. All there is to remember goes along in the form: a server keeps nothing until the end. */
@Injectable()
export class SurveyForms {
  constructor(
    private readonly transactions: Transactions,
    private readonly answers: StoreAnswer,
  ) {}

  /** `form` null: the link was opened. `language` is what the browser or somebody has chosen. */
  async show(token: string, form: FormValues | null, language: string | undefined): Promise<Shown> {
    const read = readSecret('survey', token);
    const tenant = read && (await this.transactions.findTenant({ id: read.tenantId }));
    const asked = (form && text(form, 'lang')) || language;
    if (!read || !tenant) return { status: 404, html: endPage(pickLocale(asked, 'zh-CN'), null, 'UNKNOWN') };
    return this.transactions.run(
      {
        tenantId: tenant.id,
        actor: { ...anonymousActor, name: 'survey link' },
        operation: 'answerSurvey',
        readOnly: form === null,
      },
      async () => {
        const { name: company, locale: home } = currentTenant();
        const found = await findInvitation(read.hash);
        const locale = localeOf(asked, found.content, home);
        if ('end' in found) return { status: ENDS[found.end], html: endPage(locale, company, found.end) };
        const page = { company, locale, hash: read.hash, ...found };
        return form === null ? first(page) : this.take(page, form);
      },
    );
  }

  private async take(survey: Opened, form: FormValues): Promise<Shown> {
    const { questions } = survey.content;
    const codes = text(form, 'here').split(',');
    const here = questions.filter(({ code }) => codes.includes(code));
    const entered: Record<string, unknown> = carried(form);
    for (const question of here) {
      const value = enteredFor(question, form);
      if (value === undefined) delete entered[question.code];
      else entered[question.code] = value;
    }
    const go = text(form, 'go');
    const pages = pagesOf(questions, entered as Answers);
    const at = Math.max(
      0,
      pages.findIndex((page) => page.some(({ code }) => code === here[0]?.code)),
    );
    if (go.startsWith('lang:')) {
      return view({ ...survey, locale: localeOf(go.slice(5), survey.content, survey.locale) }, entered, at);
    }
    if (go === 'back') return view(survey, entered, Math.max(0, at - 1));
    const problems = here.flatMap((question) => {
      const checked = checkAnswer(question, own(entered, question.code));
      return 'problem' in checked ? [{ question: question.code, ...checked.problem }] : [];
    });
    if (problems.length > 0) return view(survey, entered, at, problems);
    if (at < pages.length - 1) return view(survey, entered, at + 1);
    return this.end(survey, entered);
  }

  private async end(survey: Opened, entered: Readonly<Record<string, unknown>>): Promise<Shown> {
    const { content, invitation, locale, company } = survey;
    const known = Object.fromEntries(
      Object.entries(entered).filter(([code]) => content.questions.some((one) => one.code === code)),
    );
    const { answers, problems } = checkAnswers(content, known);
    const [worst] = problems;
    if (worst) {
      const pages = pagesOf(content.questions, known as Answers);
      const at = pages.findIndex((page) => page.some(({ code }) => code === worst.question));
      return view(survey, known, Math.max(0, at), problems);
    }
    if (await this.answers.store(invitation, content, answers)) {
      return { status: 200, html: thanksPage(locale, company, content) };
    }
    // Sent twice at once, or the survey was closed in this very moment.
    const again = await findInvitation(survey.hash);
    const end = 'end' in again ? again.end : 'USED';
    return { status: ENDS[end], html: endPage(locale, company, end) };
  }
}

interface Opened {
  readonly company: string;
  readonly locale: Locale;
  /** Of the link's token. */
  readonly hash: string;
  readonly invitation: OpenInvitation;
  readonly content: SurveyContent;
}

const first = (survey: Opened): Shown => view(survey, {}, 0);

function view(
  { company, locale, content, invitation }: Opened,
  entered: Readonly<Record<string, unknown>>,
  at: number,
  problems: ShownPage['problems'] = [],
): Shown {
  const pages = pagesOf(content.questions, entered as Answers);
  const questions: readonly Question[] = pages[at] ?? [];
  const codes = new Set(questions.map(({ code }) => code));
  const html = surveyPage({
    ...{ company, locale, content, questions, entered },
    isAnonymous: invitation.isAnonymous,
    problems: problems.filter(({ question }) => codes.has(question)),
    isFirst: at === 0,
    isLast: at >= pages.length - 1 && !mayBringUpMore(content, codes, new Set(pages.flat())),
  });
  return { status: problems.length > 0 ? 400 : 200, html };
}

/** Does anything that is not asked yet hang on what stands on this page? */
const mayBringUpMore = (
  { questions }: SurveyContent,
  here: ReadonlySet<string>,
  asked: ReadonlySet<Question>,
): boolean =>
  questions.some(
    (one) => one.showIf && !asked.has(one) && referencesOf(one.showIf).some((place) => here.has(questionOf(place))),
  );

/** A language of the survey: the one that is asked for, else the company's, else any. */
function localeOf(asked: string | undefined, content: SurveyContent | null, home: Locale): Locale {
  const wanted = pickLocale(asked, home);
  const there = content ? LOCALES.filter((locale) => content.title[locale] !== undefined) : LOCALES;
  return there.includes(wanted) ? wanted : there.includes(home) ? home : there[0]!;
}
