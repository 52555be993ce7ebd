import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { classesInPlace } from './tools/classesInPlace.ts';
import { plainImports } from './tools/plainImports.ts';
import { isReact, reactAsModules } from './tools/reactAsModules.ts';
import { textInPlace } from './tools/textInPlace.ts';

const sheets = readdirSync(`${import.meta.dirname}/src`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.module.css'))
  .sort();
const classesOf = new Map<string, string[]>();

/** Class names as short as can be: letters for the file, a number for the class. The same at every build. */
function shortName(name: string, file: string): string {
  const path = relative(`${import.meta.dirname}/src`, file).replace(/\?.*$/, '');
  const classes = classesOf.get(path) ?? [];
  classesOf.set(path, classes);
  if (!classes.includes(name)) classes.push(name);
  return `${letters(sheets.indexOf(path))}${classes.indexOf(name)}`;
}

/** 0 is a, 51 is Z, 52 is aa. */
function letters(n: number): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  return (n < 52 ? '' : letters(Math.floor(n / 52) - 1)) + (alphabet[n % 52] ?? '');
}

/**
 * Puts what is in one layer together, and the layers into their order: Vite joins the style sheets of chunks in an order
 * of its own, and the layer that is met first would count least.
 */
function layersInOrder() {
  const names =
    readFileSync(`${import.meta.dirname}/src/styles/layers.css`, 'utf8').match(/[\w-]+(?=[,;])/g) ?? [];
  return {
    name: 'layers-in-order',
    enforce: 'post' as const,
    generateBundle(_: unknown, bundle: Record<string, { type: string; fileName: string; source?: unknown }>) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue;
        const css = String(asset.source);
        const inside = new Map<string, string>(names.map((name) => [name, '']));
        let from = 0;
        let outside = '';
        for (const begin of css.matchAll(/@layer ([\w-]+)\{/g)) {
          if (begin.index < from) throw new Error('a layer within a layer');
          outside += css.slice(from, begin.index);
          const start = begin.index + begin[0].length;
          let end = start;
          for (let depth = 1; depth > 0; end++) depth += css[end] === '{' ? 1 : css[end] === '}' ? -1 : 0;
          const name = begin[1] ?? '';
          if (!inside.has(name)) throw new Error(`layer ${name} is not in layers.css`);
          inside.set(name, inside.get(name) + css.slice(start, end - 1));
          from = end;
        }
        outside += css.slice(from);
        if (outside.replace(/@layer [^{}]*;|\/\*.*?\*\//g, '').trim() !== '')
          throw new Error(`in no layer: ${outside}`);
        asset.source = [...inside].map(([name, rules]) => `@layer ${name}{${rules}}`).join('');
      }
    },
  };
}

/** What is loaded with the first page: the frame, and lists as far as nobody has asked them for more. */
function isForLists(id: string) {
  const part = relative(`${import.meta.dirname}/src`, id);
  return (
    /^(AdminApp|main|app|list)\b/.test(part) &&
    !/\/(Dashboard|Palette|palette|Shortcuts|Filter|PathPicker|filterPaths|complete|\w*Dialogs?\b|BulkEdit|SeriesChart|LineChart)/.test(
      part,
    )
  );
}

export default defineConfig(({ command, mode }) => ({
  // Where the pages are mounted is the host's affair: ui.go writes the place into index.html, chunks find each other
  // from where they are.
  base: './',
  css: command === 'build' && mode === 'production' ? { modules: { generateScopedName: shortName } } : {},
  plugins: [
    classesInPlace(`${import.meta.dirname}/src`),
    reactAsModules(),
    textInPlace(),
    plainImports(),
    react(),
    layersInOrder(),
  ],
  build: {
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    // One chunk for React alone: it is cached over versions of the admin, and the budget is counted beside it. Then what a
    // list needs, and all else: what stands in one file is compressed together.
    rolldownOptions: {
      // A text stands where it is used: the same words compress to nothing, the names of their variables do not.
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
      output: {
        codeSplitting: {
          // A group takes along what its modules need, unless a group before it has that.
          groups: [
            { name: 'react', test: isReact },
            { name: 'list', test: isForLists },
            { name: 'rest', test: /\/src\// },
          ],
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
