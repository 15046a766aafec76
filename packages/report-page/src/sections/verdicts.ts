import type { Answer, Verdict } from '@alignclip/core';
import { html, type Markup } from '../markup';
import type { Report } from '../report';

const words: Readonly<Record<Verdict, string>> = { yes: 'Yes', no: 'No', undecided: 'Undecided' };

/** The answer to each question of the experiment, the verdict first. */
export const verdictsSection = ({ answers }: Report): Markup | undefined =>
  answers.length === 0
    ? undefined
    : html`<section id="verdicts" aria-labelledby="verdicts-title">
        <h2 id="verdicts-title">Verdicts</h2>
        <ol class="verdicts">
          ${answers.map(({ question, answer }) => verdictCard(question, answer))}
        </ol>
      </section>`;

const verdictCard = (question: string, answer: Answer): Markup => {
  const [headline, ...rest] = sentences(withoutQuestion(question, answer));
  return html`<li class="verdict verdict-${answer.verdict}">
    <p class="badge">${words[answer.verdict]}</p>
    <h3>${question}</h3>
    <p>${headline}</p>
    ${rest.map((sentence) => html`<p class="aside">${sentence}</p>`)}
  </li> `;
};

/** A sentence begins with its question, which the card has as its heading. */
const withoutQuestion = (question: string, { sentence }: Answer): string =>
  (sentence.startsWith(question) ? sentence.slice(question.length) : sentence).trim();

/** What the answer rests on, then what else is said, at the ends of sentences. */
const sentences = (text: string): string[] => text.split(/(?<=\.) (?=(?:Downstream:|Not a fair comparison:))/);
