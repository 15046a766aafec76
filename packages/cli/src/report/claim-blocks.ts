import type { JudgedClaim } from './report';
import type { ReportFormat } from './report-format';

/** "holds (3 seeds): what is claimed (Table 1)", then the evidence for each of its parts. */
export function claimBlocks({ claim, source, judgement }: JudgedClaim, format: ReportFormat): string[] {
  const { verdict, seeds, parts, unfair = [] } = judgement;
  const lines = [
    ...parts.map((part) => (parts.length === 1 ? part.evidence : `${part.verdict}: ${part.evidence}`)),
    ...unfair.map((difference) => `no fair comparison: ${difference}`),
  ];
  const count = `${seeds} seed${seeds === 1 ? '' : 's'}`;
  return [format.sentence(`${verdict} (${count}): ${claim} (${source})`), format.list(lines)];
}

/** "1 hold, 0 fail, 10 undecided". */
export function verdictCounts(claims: readonly JudgedClaim[]): string {
  const count = (verdict: string) => claims.filter(({ judgement }) => judgement.verdict === verdict).length;
  return `${count('holds')} hold, ${count('fails')} fail, ${count('undecided')} undecided`;
}
