import { RouterProvider } from '@tanstack/react-router';
import { router } from './router.ts';

export function App() {
  return <RouterProvider router={router} />;
}
