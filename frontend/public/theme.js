// Runs before the first paint, so that nobody is flashed with the other theme, or with the map's frame elsewhere.
// src/ui/theme.ts takes over from here.
(() => {
  const root = document.documentElement;
  let theme = null;
  let density = null;
  try {
    theme = localStorage.getItem('overlord.theme');
    density = localStorage.getItem('overlord.density');
  } catch {
    // Storage is refused: the system's wish decides.
  }
  if (theme !== 'dark' && theme !== 'light') {
    theme = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  }
  root.dataset.theme = theme;
  if (location.pathname === '/') root.dataset.map = '';
  if (density === 'compact' || density === 'cozy' || density === 'touch') root.dataset.density = density;
})();
