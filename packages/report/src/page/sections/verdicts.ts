import type { Answer, Verdict } from '@alignclip/core';
import type { Report, JudgedClaim } from '../../model/make-report';
import { html, type Markup } from '../markup';

const words: Readonly<Record<Verdict, string>> = { yes: 'Yes', no: 'No', undecided: 'Undecided', none: 'No verdict' };

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

const verdictCard = (question: string, { verdict, lines }: Answer): Markup => {
  const [headline = '', ...rest] = lines;
  return html`<li class="verdict verdict-${verdict}">
    <p class="badge">${words[verdict]}</p>
    <h3>${question}</h3>
    <p>${withoutQuestion(question, headline)}</p>
    ${rest.map((line) => html`<p class="aside">${line}</p>`)}
  </li> `;
};

/** The first line begins with the question, which is already the card's heading. */
const withoutQuestion = (question: string, line: string): string =>
  (line.startsWith(question) ? line.slice(question.length) : line).trim();

/** Missing cells and corrupt files. */
export const missingSection = ({ gaps, records }: Report): Markup | undefined =>
  gaps.length === 0
    ? undefined
    : html`<section id="missing" class="missing" aria-labelledby="missing-title">
        <h2 id="missing-title">
          Incomplete: ${gaps.length === 1 ? '1 cell or file' : `${gaps.length} cells or files`} not shown
        </h2>
        <p>
          The page shows ${records.length === 1 ? 'the 1 run that is' : `the ${records.length} runs that are`} finished
          and readable.
        </p>
        ${list(gaps.slice(0, maxShown))}
        ${
          gaps.length > maxShown &&
          html`<details>
            <summary>${gaps.length - maxShown} more</summary>
            ${list(gaps.slice(maxShown))}
          </details>`
        }
      </section>`;

const maxShown = 8;

const list = (lines: readonly string[]): Markup =>
  html`<ul>
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;

/** The paper's claims and what the runs say about them, one row per claim. */
export const claimsSection = ({ claims }: Report): Markup | undefined =>
  claims.length === 0
    ? undefined
    : html`<section id="claims" aria-labelledby="claims-title">
        <h2 id="claims-title">Claims of the paper</h2>
        <figure class="table">
          <table class="scores words">
            <thead>
              <tr>
                <th scope="col">claim</th>
                <th scope="col">verdict</th>
                <th scope="col">seeds</th>
                <th scope="col">evidence</th>
              </tr>
            </thead>
            <tbody>
              ${claims.map(claimRow)}
            </tbody>
          </table>
        </figure>
      </section>`;

const claimRow = ({ claim, source, judgement: { verdict, seeds, parts, tested, unfair } }: JudgedClaim): Markup =>
  html`<tr>
    <th scope="row" class="claim">${claim} <small>${source}</small></th>
    <td class="claim-${verdict}">${verdict}</td>
    <td data-value="${seeds}">${seeds}</td>
    <td>
      ${evidenceOf(parts)} ${tested !== undefined && html`<p class="aside">${tested}</p>`}
      ${unfair && html`<p>Not a fair comparison: they also differ in ${unfair.join(', ')}.</p>`}
    </td>
  </tr>`;

/** More than two comparisons are folded under a summary of their verdicts. */
function evidenceOf(parts: JudgedClaim['judgement']['parts']): Markup {
  const all = html`${parts.map(({ evidence }) => html`<p>${evidence}</p>`)}`;
  if (parts.length <= 2) return all;
  const counts = verdicts.map((verdict) => ({
    verdict,
    count: parts.filter((part) => part.verdict === verdict).length,
  }));
  const summary = counts.filter(({ count }) => count > 0).map(({ verdict, count }) => `${count} ${inPlural[verdict]}`);
  return html`<details>
    <summary>${parts.length} comparisons: ${summary.join(', ')}</summary>
    ${all}
  </details>`;
}

const verdicts = ['holds', 'fails', 'undecided', 'none'] as const;
const inPlural = { holds: 'hold', fails: 'fail', undecided: 'undecided', none: 'without a verdict' } as const;
