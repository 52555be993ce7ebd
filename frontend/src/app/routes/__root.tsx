import { createRootRoute, Outlet } from '@tanstack/react-router';

export const Route = createRootRoute({ component: Root });

function Root() {
  return (
    <main id="main" tabIndex={-1}>
      <Outlet />
    </main>
  );
}
