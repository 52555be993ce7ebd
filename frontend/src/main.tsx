import './styles/layers.css';
import './styles/reset.css';
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// A new version of the site has other file names. Once is enough: a file that is really missing must not loop.
window.addEventListener('vite:preloadError', (event) => {
  const at = Number(sessionStorage.getItem('overlord.reloaded') ?? 0);
  if (Date.now() - at < 60_000) return;
  sessionStorage.setItem('overlord.reloaded', String(Date.now()));
  event.preventDefault();
  location.reload();
});

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
