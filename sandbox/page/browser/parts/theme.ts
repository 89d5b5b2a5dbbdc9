const KEY = 'theme';

/** Takes up what was chosen on this machine before; without a choice the system's own holds. */
export function restoreTheme(): void {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['theme'] = chosen;
}

/** From light to dark and back. */
export function toggleTheme(): void {
  const { dataset } = document.documentElement;
  const isDark = dataset['theme']
    ? dataset['theme'] === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  dataset['theme'] = isDark ? 'light' : 'dark';
  localStorage.setItem(KEY, dataset['theme']);
}
