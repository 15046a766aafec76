import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine has pdfLaTeX with the packages that our tables need. */
export const hasPdfLatex = ['booktabs.sty', 'graphicx.sty'].every(
  (file) => spawnSync('kpsewhich', [file]).status === 0 && spawnSync('pdflatex', ['--version']).status === 0,
);

export const noPdfLatex = 'no pdfLaTeX (apt-get install texlive-latex-base texlive-latex-recommended)';

/** What pdfLaTeX complains of in a document with that body: errors, and what is wider than a line. */
export function latexComplaints(body: string, files: Readonly<Record<string, Uint8Array>> = {}): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-latex-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    writeFileSync(join(folder, 'body.tex'), body);
    writeFileSync(join(folder, 'main.tex'), document);
    spawnSync('pdflatex', ['-interaction=nonstopmode', 'main.tex'], { cwd: folder, timeout: 60_000 });
    const log = readFileSync(join(folder, 'main.log'), 'latin1');
    const ended = log.includes('Output written on main.pdf') ? [] : ['no output'];
    return [...(log.match(/^(!|Overfull \\hbox|LaTeX Warning: Float too large).*$/gm) ?? []), ...ended];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The defaults of LaTeX and nothing but the packages that our files name. */
const document = `\\documentclass{article}
\\usepackage{booktabs}
\\usepackage{graphicx}
\\begin{document}
\\listoftables
\\input{body}
\\end{document}
`;
