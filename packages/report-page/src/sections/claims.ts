import { html, type Markup } from '../markup';
import type { JudgedClaim, Report } from '../report';

/** What the paper says and the runs say of it, one row a claim. */
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

const claimRow = ({ claim, source, judgement: { verdict, seeds, parts, unfair } }: JudgedClaim): Markup =>
  html`<tr>
    <th scope="row" class="claim">${claim} <small>${source}</small></th>
    <td class="claim-${verdict}">${verdict}</td>
    <td data-value="${seeds}">${seeds}</td>
    <td>
      ${evidenceOf(parts)} ${unfair && html`<p>Not a fair comparison: they also differ in ${unfair.join(', ')}.</p>`}
    </td>
  </tr>`;

/** More than two comparisons are folded behind their verdicts. */
function evidenceOf(parts: JudgedClaim['judgement']['parts']): Markup {
  const all = html`${parts.map(({ evidence }) => html`<p>${evidence}</p>`)}`;
  if (parts.length <= 2) return all;
  const counts = verdicts.map((verdict) => ({
    verdict,
    count: parts.filter((part) => part.verdict === verdict).length,
  }));
  const told = counts.filter(({ count }) => count > 0).map(({ verdict, count }) => `${count} ${inPlural[verdict]}`);
  return html`<details>
    <summary>${parts.length} comparisons: ${told.join(', ')}</summary>
    ${all}
  </details>`;
}

const verdicts = ['holds', 'fails', 'undecided'] as const;
const inPlural = { holds: 'hold', fails: 'fail', undecided: 'undecided' } as const;
