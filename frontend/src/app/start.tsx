import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { renewMe } from '../auth/me.ts';
import { pause } from '../ui/pause.ts';
import { App } from './App.tsx';
import { router } from './router.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const page = createRoot(root);

/** Puts the page in the place of index.html's first picture: whole, and drawn in slices that leave room for a hand. */
function show(): void {
  startTransition(() =>
    page.render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}

void Promise.all([pause().then(() => router.load()), renewMe()])
  .then(pause)
  .finally(show);
