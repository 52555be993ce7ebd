import { createRootRoute, Outlet, retainSearchParams } from '@tanstack/react-router';
import { readWindows } from '../../chat/win.ts';
import { Shell } from '../Shell.tsx';

export const Route = createRootRoute({
  component: Root,
  validateSearch: readWindows,
  // What is open over the page stays open on the next one.
  search: { middlewares: [retainSearchParams(['win'])] },
});

function Root() {
  return (
    <Shell>
      <Outlet />
    </Shell>
  );
}
