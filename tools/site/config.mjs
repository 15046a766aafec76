import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pageOf } from './page-of.cjs';

/**
 * The configuration of the site on `folder`, where the pages were put by `assembleSite`.
 * @param {{ folder: string, out: string, base: string, version: string, versions: readonly string[] }} given
 * @returns {import('vitepress').UserConfig<import('vitepress').DefaultTheme.Config>}
 */
export function siteConfig({ folder, out, base, version, versions }) {
  return {
    title: 'alignclip',
    description: 'A TypeScript research framework for the modality gap of contrastive language-image models',
    lang: 'en',
    base,
    outDir: out,
    lastUpdated: false,
    // Pages of the API and of experiments are put beside those of the site when it stands.
    ignoreDeadLinks: [/^\/(api|pages)\//],
    markdown: {
      math: true,
      theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
      config: (md) => void md.use(/** @type {any} */ (linksToFiles)),
    },
    vite: { logLevel: 'warn', build: { chunkSizeWarningLimit: 4000 } },
    themeConfig: {
      search: { provider: 'local', options: { _render: searched } },
      nav: [
        { text: 'Guide', link: '/docs/README' },
        { text: 'Results', link: '/docs/results/README' },
        { text: 'API', link: '/api/index.html', target: '_self' },
        {
          text: version,
          items: versions.map((name) => ({ text: name, link: `../${name}/index.html`, target: '_self' })),
        },
      ],
      sidebar: sidebarsOf(sidebarOf(readFileSync(join(folder, 'docs/README.md'), 'utf8'))),
      outline: [2, 3],
      externalLinkIcon: true,
    },
  };
}

/**
 * Texts of files aren't searched, and needn't be rendered for it.
 * @param {string} source @param {import('vitepress').MarkdownEnv} env @param {{ render(source: string, env: object): string }} md
 */
const searched = (source, env, md) => (source.startsWith('---\nsearch: false') ? '' : md.render(source, env));

/**
 * A link to a file of the repository leads to the page with its text.
 * @param {import('markdown-it').default} md
 */
function linksToFiles(md) {
  md.core.ruler.push('links-to-files', ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const address = token.type === 'link_open' ? token.attrGet('href') : null;
      if (address === null || /^([a-z]+:|#|\/)/.test(address)) continue;
      const [file = '', place] = address.split('#');
      if (posix.extname(file) !== '.md')
        token.attrSet('href', `${pageOf(file.replace(/\/$/, ''))}${place ? `#${place}` : ''}`);
    }
  });
}

/**
 * Beside a page stand the sections without the lists of components and decisions, which stand beside their own pages:
 * every page holds its list.
 * @param {import('vitepress').DefaultTheme.SidebarItem[]} sections
 */
function sidebarsOf(sections) {
  const own = { '/docs/components/': 'Components by slot', '/docs/decisions/': 'Decisions' };
  const start = { text: 'Documentation', link: '/docs/README' };
  /** @type {import('vitepress').DefaultTheme.SidebarMulti} */
  const sidebars = { '/': sections.filter(({ text }) => !Object.values(own).includes(text ?? '')) };
  for (const [path, title] of Object.entries(own))
    sidebars[path] = [start, ...sections.filter(({ text }) => text === title)];
  return sidebars;
}

/**
 * The sections of docs/README.md with their lists of links; components in groups by slot.
 * @param {string} text
 * @returns {import('vitepress').DefaultTheme.SidebarItem[]}
 */
export const sidebarOf = (text) =>
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return { text: heading, items: itemsOf(lines) };
    })
    .filter(({ items }) => items.length > 0);

/**
 * @param {readonly string[]} lines
 * @returns {import('vitepress').DefaultTheme.SidebarItem[]}
 */
function itemsOf(lines) {
  const [first, ...groups] = lines.join('\n').split(/^\*\*(?=[a-zA-Z]+\*\*$)/m);
  return [...pageItems(first ?? ''), ...groups.map(groupOf)];
}

/** @param {string} group */
const groupOf = (group) => ({ text: group.slice(0, group.indexOf('**')), items: pageItems(group) });

/** @param {string} text */
const pageItems = (text) =>
  [...text.matchAll(/^- \[(.+?)\]\((.+?)\)/gm)].map(([, name = '', link = '']) => ({
    text: name.replaceAll('`', ''),
    link: `/${posix.join('docs', link.replace(/\.md$/, ''))}`,
  }));
