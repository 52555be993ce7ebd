import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { chunkGroups } from './tools/chunks.ts';

/** Everything that the Go server answers; the rest belongs to the pages, /account itself for one. */
const serverPaths = [
  '(api|api-version|api-admin|api-docs|websocket|ws|live|me|login|logout|invite)(?=[/?]|$)',
  '(characters|stats|character-stats|combat-stats|quest-status|quests|cantrips|nearby|vitals|history)(?=[/?]|$)',
  '(deaths|rares|portals|spawns|trails|explored|total-(rares|kills)|dungeon-map)(?=[/?]|$)',
  '(issues|static)(?=[/?]|$)',
  '(healthz|readyz|metrics|server-health)(?=[/?]|$)',
  '(inv|inventory|inventories|inventory-characters|search|sets|spells|materials|saved-searches|preferences|alerts|suitbuilder)(?=[/?]|$)',
  '(account|chat|icons|map|pages)/',
  '(inventory|suitbuilder)\\.html$',
  '(favicon\\.svg|robots\\.txt)$',
].join('|');

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
 * Has the page's code, which the entry imports once the first picture is painted, fetched behind the style sheet; and
 * has the entry's own style sheet, which says in which order the layers count, come before those of its imports.
 */
function preloadStart(): Plugin {
  return {
    name: 'preload-start',
    transformIndexHtml: {
      order: 'post',
      handler: (page, { bundle }) => {
        const start = Object.values(bundle ?? {}).find(
          (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith('/app/start.tsx'),
        );
        if (start?.type !== 'chunk') return page;
        const sheets = page.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? [];
        const sorted = sheets.toSorted(
          (a, b) => Number(b.includes('/index-')) - Number(a.includes('/index-')),
        );
        const html = sheets
          .reduce((rest, sheet) => rest.replace(sheet, ''), page)
          .replace(/ *<\/head>/, (end) => sorted.join('') + end);
        const files = [start.fileName, ...start.imports].filter((file) => bundle?.[file]?.name !== 'index');
        const tags = files.map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', fetchpriority: 'low', crossorigin: true, href: `/${file}` },
          injectTo: 'head' as const,
        }));
        return { html, tags };
      },
    },
  };
}

export default defineConfig(({ command, mode }) => ({
  css: command === 'build' && mode === 'production' ? { modules: { generateScopedName: shortName } } : {},
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      routesDirectory: './src/app/routes',
      generatedRouteTree: './src/app/routeTree.gen.ts',
      quoteStyle: 'single',
      semicolons: true,
    }),
    react(),
    preloadStart(),
  ],
  resolve: {
    // React has had this hook for years; the shim for older ones is not worth a kilobyte.
    alias: { 'use-sync-external-store/shim/with-selector': 'use-sync-external-store/with-selector' },
  },
  build: {
    outDir: '../static/app',
    emptyOutDir: true,
    // A data: URL in a style sheet needs img-src data:, which the policy does not give.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: chunkGroups(
            resolve(import.meta.dirname, 'src/app/start.tsx'),
            resolve(import.meta.dirname, 'src/app/routes/index.tsx?tsr-split=component'),
            /\/src\/(live|ui|chat)\//,
          ),
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      [`^/(${serverPaths})`]: { target: 'http://127.0.0.1:8770', ws: true, changeOrigin: false },
    },
  },
  test: {
    css: { modules: { classNameStrategy: 'non-scoped' } },
    projects: [
      // Logic runs without a browser; a file that needs one says so in its first line.
      {
        extends: true,
        test: { name: 'logic', environment: 'node', include: ['src/**/*.test.ts', 'tools/**/*.test.ts'] },
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
