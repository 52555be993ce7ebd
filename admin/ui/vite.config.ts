import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const fileOf = new Map<string, string>();
const classesOf = new Map<string, string[]>();

/** Class names as short as can be: some letters for the file, one or two for the class. The same at every build. */
function shortName(name: string, file: string): string {
  const path = relative(import.meta.dirname, file).replace(/\?.*$/, '');
  const prefix = createHash('sha256')
    .update(path)
    .digest('base64')
    .replace(/[^a-zA-Z]/g, '')
    .slice(0, 3);
  const owner = fileOf.get(prefix) ?? path;
  if (owner !== path)
    throw new Error(`class names of ${path} and ${owner} would be the same: take another letter`);
  fileOf.set(prefix, path);
  const classes = classesOf.get(path) ?? [];
  classesOf.set(path, classes);
  if (!classes.includes(name)) classes.push(name);
  return `${prefix}${classes.indexOf(name).toString(36)}`;
}

/**
 * The layers are named before anything is in one of them: the style sheets of chunks are put together in an order of
 * Vite's own, and the layer that is met first would count least.
 */
function layersFirst() {
  const layers = readFileSync(`${import.meta.dirname}/src/styles/layers.css`, 'utf8').trim();
  return {
    name: 'layers-first',
    enforce: 'post' as const,
    generateBundle(_: unknown, bundle: Record<string, { type: string; fileName: string; source?: unknown }>) {
      for (const asset of Object.values(bundle)) {
        if (asset.type === 'asset' && asset.fileName.endsWith('.css'))
          asset.source = `${layers}${asset.source}`;
      }
    },
  };
}

export default defineConfig(({ command, mode }) => ({
  // Where the pages are mounted is the host's affair: ui.go writes the place into index.html, chunks find each other
  // from where they are.
  base: './',
  css: command === 'build' && mode === 'production' ? { modules: { generateScopedName: shortName } } : {},
  plugins: [react(), layersFirst()],
  resolve: {
    // React has had these hooks for years; the shims for older ones are not worth a kilobyte.
    alias: { 'use-sync-external-store/shim/index.js': 'react' },
  },
  build: {
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    // One chunk for React alone: it is cached over versions of the admin, and the budget is counted beside it.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ }],
        },
      },
    },
  },
  server: {
    port: 5174,
    strictPort: true,
    proxy: { '/_api': { target: 'http://127.0.0.1:8790', ws: true, changeOrigin: false } },
  },
  test: {
    css: { modules: { classNameStrategy: 'non-scoped' } },
    projects: [
      // Logic runs without a browser; a file that needs one ends in .tsx.
      {
        extends: true,
        test: { name: 'logic', environment: 'node', include: ['src/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          environment: 'happy-dom',
          include: ['src/**/*.test.tsx'],
          setupFiles: ['./src/test/setup.ts'],
        },
      },
    ],
  },
}));
