import './styles/layers.css';
import './styles/reset.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/first.css';

/** How long the first picture is waited for: a page in a tab behind others is drawn without one. */
const PAINT_WAIT_MS = 100;

// A new version of the site has other file names. Once is enough: a file that is really missing must not loop.
window.addEventListener('vite:preloadError', (event) => {
  const at = Number(sessionStorage.getItem('overlord.reloaded') ?? 0);
  if (Date.now() - at < 60_000) return;
  sessionStorage.setItem('overlord.reloaded', String(Date.now()));
  event.preventDefault();
  location.reload();
});

// The first picture of index.html is painted before the page's code, which is fetched meanwhile, takes the processor.
const painted = new Promise((resolve) => {
  requestAnimationFrame(() => setTimeout(resolve));
  setTimeout(resolve, PAINT_WAIT_MS);
});
void painted.then(() => import('./app/start.tsx'));
