import './styles/layers.css';
import './styles/reset.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { AdminApp } from './AdminApp.tsx';

/** What the server wrote into the page about where things are. */
function told(name: string, otherwise: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? otherwise;
}

// A new version of the pages has other file names. Once is enough: a file that is really missing must not loop.
window.addEventListener('vite:preloadError', (event) => {
  const at = Number(sessionStorage.getItem('admin.reloaded') ?? 0);
  if (Date.now() - at < 60_000) return;
  sessionStorage.setItem('admin.reloaded', String(Date.now()));
  event.preventDefault();
  location.reload();
});

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(<AdminApp api={told('admin-api', '/_api')} base={told('admin-base', '/')} />);
}
