import type { Plugin } from 'vite';

/**
 * Leaves out what Vite does before it loads a chunk: there is one style sheet, and nothing to preload. Where a chunk
 * cannot be loaded "vite:preloadError" tells, as Vite does.
 */
export function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('vite/preload-helper.js')) return;
      return `export const __vitePreload = (load) => load().catch((error) => {
  if (dispatchEvent(new Event('vite:preloadError', { cancelable: true }))) throw error;
});`;
    },
  };
}
