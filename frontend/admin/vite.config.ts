import { readFileSync } from 'node:fs';
import { defineConfig, mergeConfig, type Plugin, type UserConfig } from 'vite';
import pages from '../../admin/ui/vite.config.ts';

/** The pages' own class names, marked: the site's files have the same names, and so would their classes. */
function markedClasses({ css }: UserConfig): UserConfig {
  const named = css?.modules ? css.modules.generateScopedName : undefined;
  if (typeof named !== 'function') return {};
  return { css: { modules: { generateScopedName: (...about) => `a-${named(...about)}` } } };
}

/** The site's layers count less than the admin's, in whatever order the style sheets stand in the page. */
function siteLayersFirst(): Plugin {
  const layers = readFileSync(`${import.meta.dirname}/../src/styles/layers.css`, 'utf8').trim();
  return {
    name: 'site-layers-first',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'asset' && file.fileName.endsWith('.css')) file.source = `${layers}${file.source}`;
    },
  };
}

/**
 * Builds the admin's pages as a library that the site's own build takes in: React is left to the site, so that there is
 * one, and the style sheet stays a file of its own, which only the admin's pages load.
 */
export default defineConfig((env) => {
  const own = pages(env);
  return mergeConfig(mergeConfig(own, markedClasses(own)), {
    root: import.meta.dirname,
    publicDir: false,
    plugins: [siteLayersFirst()],
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      lib: { entry: 'pages.tsx', formats: ['es'], fileName: 'pages', cssFileName: 'pages' },
      rolldownOptions: { external: /^react(-dom)?($|\/)/ },
    },
  });
});
