import type { Locale } from '@atrium/sdk';
import type { AnswerProblem } from '../answering/check-answers';
import type { LinkEnd } from '../answering/invitations';
import { own } from '../content/conditions';
import { type Question, type SurveyContent, wordsIn } from '../content/content.types';
import { htmlPage, sayIn, shown } from './html';
import { pageTexts as texts } from './page.texts';
import { anchorOf, questionHtml } from './question-html';

const LANGUAGES: Readonly<Record<Locale, string>> = { 'zh-CN': '中文', en: 'English' };

/** One page of a survey. */
export interface ShownPage {
  readonly company: string;
  readonly locale: Locale;
  readonly content: SurveyContent;
  readonly isAnonymous: boolean;
  /** What stands on it. */
  readonly questions: readonly Question[];
  /** Everything entered so far, also on other pages. */
  readonly entered: Readonly<Record<string, unknown>>;
  readonly problems: readonly AnswerProblem[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** The form of a page. What stands on other pages goes along in it, so that nothing is stored before the end. */
export function surveyPage(page: ShownPage): string {
  const { company, locale, content, questions, entered, problems, isFirst } = page;
  const say = sayIn(locale);
  const here = new Set(questions.map(({ code }) => code));
  const elsewhere = Object.fromEntries(Object.entries(entered).filter(([code]) => !here.has(code)));
  const wrong = (code: string): string | null => {
    const found = problems.find(({ question }) => question === code);
    return found ? say(found.message, found.params) : null;
  };
  const introduction = isFirst && content.introduction ? `<p>${shown(wordsIn(content.introduction, locale))}</p>` : '';
  const note = isFirst ? `<p class="note">${say(page.isAnonymous ? texts.anonymous : texts.named)}</p>` : '';
  const back = isFirst ? '' : `<button class="back" name="go" value="back">${say(texts.back)}</button>`;
  return htmlPage(
    locale,
    shown(wordsIn(content.title, locale)),
    company,
    `${problemList(page)}${introduction}${note}
<form method="post" novalidate>
<input type="hidden" name="lang" value="${locale}">
<input type="hidden" name="here" value="${[...here].join(',')}">
<input type="hidden" name="kept" value="${shown(JSON.stringify(elsewhere))}">
${questions.map((question) => questionHtml(question, own(entered, question.code), wrong(question.code), locale)).join('\n')}
<div class="actions"><button class="go" name="go" value="next">${say(page.isLast ? texts.send : texts.next)}</button>${back}</div>
${languageSwitch(page)}
</form>`,
  );
}

function problemList({ problems, questions, locale }: ShownPage): string {
  if (problems.length === 0) return '';
  const say = sayIn(locale);
  const lines = problems.map(({ question, message, params }) => {
    const title = questions.find(({ code }) => code === question)?.title;
    const words = `${title ? `${shown(wordsIn(title, locale))} ` : ''}${say(message, params)}`;
    return `<li><a href="#${anchorOf(shown(question))}">${words}</a></li>`;
  });
  return `<div id="problems" role="alert" tabindex="-1"><p>${say(texts.problemsTitle)}</p><ul>${lines.join('')}</ul></div>`;
}

/** The other languages of the survey, as buttons: what was entered is kept. */
function languageSwitch({ content, locale }: ShownPage): string {
  const others = (Object.keys(content.title) as Locale[]).filter((one) => one !== locale);
  if (others.length === 0) return '';
  const buttons = others.map((one) => `<button name="go" value="lang:${one}" lang="${one}">${LANGUAGES[one]}</button>`);
  return `<footer>${sayIn(locale)(texts.language)}: ${buttons.join(' ')}</footer>`;
}

/** After the last page. */
export function thanksPage(locale: Locale, company: string, { thanks }: SurveyContent): string {
  const say = sayIn(locale);
  const words = thanks ? shown(wordsIn(thanks, locale)) : say(texts.done);
  return htmlPage(locale, say(texts.doneTitle), company, `<p role="status">${words}</p>`);
}

/** A link that opens nothing. */
export function endPage(locale: Locale, company: string | null, end: LinkEnd | 'BUSY' | 'FAILED'): string {
  const say = sayIn(locale);
  const others = (Object.keys(LANGUAGES) as Locale[]).filter((one) => one !== locale);
  const links = others.map((one) => `<a href="?lang=${one}" lang="${one}">${LANGUAGES[one]}</a>`).join(' ');
  return htmlPage(
    locale,
    say(end === 'USED' ? texts.doneTitle : texts.endTitle),
    company,
    `<p role="status">${say(texts[end])}</p>\n<footer>${say(texts.language)}: ${links}</footer>`,
  );
}
