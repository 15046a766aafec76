const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const words: Readonly<Record<Theme, string>> = { auto: 'auto', light: 'light', dark: 'dark' };
const key = 'alignclip-report-theme';
const darkMedia = matchMedia('(prefers-color-scheme: dark)');

/** Lets the reader choose light, dark, or what the system says. */
export function startTheme(): void {
  const switcher = document.getElementById('theme') as HTMLButtonElement | null;
  if (switcher === null) return;
  let theme = remembered();
  const apply = () => {
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    switcher.textContent = `Colours: ${words[theme]}`;
    document.dispatchEvent(new Event('theme'));
  };
  switcher.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length]!;
    remember(theme);
    apply();
  });
  switcher.hidden = false;
  darkMedia.addEventListener('change', () => document.dispatchEvent(new Event('theme')));
  apply();
}

/** Calls back now and whenever the page's colours change. */
export function onTheme(draw: () => void): void {
  document.addEventListener('theme', draw);
  draw();
}

/** What a colour of the style sheet, `--ink`, is now. */
export function colour(name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** A page of a folder may have no storage. */
function remembered(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(key)) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // The choice holds until the page is closed.
  }
}
