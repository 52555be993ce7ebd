// Runs before the first paint, so that nobody is flashed with the other theme. src/ui/theme.ts takes over from here.
(() => {
  const root = document.documentElement;
  let theme = null;
  let density = null;
  try {
    theme = localStorage.getItem('admin.theme');
    density = localStorage.getItem('admin.density');
  } catch {
    // Storage is refused: the system's wish decides.
  }
  if (theme !== 'dark' && theme !== 'light') {
    theme = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  }
  root.dataset.theme = theme;
  if (density === 'compact' || density === 'touch') root.dataset.density = density;
})();
