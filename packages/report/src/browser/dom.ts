type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string | undefined | false;

/** A new element; `true` sets an attribute without value, `false` and `undefined` none. Text is text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

export function button(label: string, name: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', 'aria-label': name, title: name }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** A labelled choice; `onChange` is told the index of the chosen option. */
export function choice(label: string, options: readonly string[], onChange: (index: number) => void) {
  const select = element('select', {}, ...options.map((option, i) => element('option', { value: i }, option)));
  select.addEventListener('change', () => onChange(select.selectedIndex));
  return { select, labelled: element('label', { class: 'choice' }, `${label} `, select) };
}

export function checkbox(label: string, checked: boolean, onChange: (checked: boolean) => void): HTMLLabelElement {
  const box = element('input', { type: 'checkbox', checked });
  box.addEventListener('change', () => onChange(box.checked));
  return element('label', { class: 'choice' }, box, ` ${label}`);
}

/** A patch of a variant's colour. */
export function swatch(colour: string): HTMLElement {
  const made = element('i', { class: 'swatch' });
  made.style.background = colour;
  return made;
}

/** The distinct values, in the order of their first. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
