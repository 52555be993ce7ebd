import type { Plugin } from 'vite';

/** Begins the ids of the modules that stand for React's. */
const MODULE = '\0module:';
const GIVEN = ['react', 'react/jsx-runtime'];
/** The last is what a CommonJS module needs to be imported, which none but React is. */
const REACT = /node_modules[\\/](react|react-dom|scheduler)[\\/]|^\0rolldown\/runtime/;

/** Whether a module is React, or stands for a part of it. */
export const isReact = (id: string) => id.startsWith(MODULE) || REACT.test(id);

/**
 * Gives React's functions as exports of modules. React itself comes as CommonJS, of which every use in our chunks would
 * be written as (0,n.useState)(…). Where React is left to the host, as in a library, there is nothing to do.
 */
export function reactAsModules(): Plugin {
  let library = false;
  return {
    name: 'react-as-modules',
    apply: 'build',
    enforce: 'pre',
    configResolved({ build }) {
      library = Boolean(build.lib);
    },
    resolveId(source, importer) {
      if (library || !GIVEN.includes(source) || importer === undefined || isReact(importer)) return;
      return MODULE + source;
    },
    async load(id) {
      if (!id.startsWith(MODULE)) return;
      const source = id.slice(MODULE.length);
      const lines = Object.keys(await import(source))
        .filter((name) => /^[a-zA-Z]+$/.test(name) && name !== 'default')
        // The two ways to make an element are one in production.
        .map((name) =>
          name === 'jsxs' ? 'export { jsx as jsxs };' : `export const ${name} = react.${name};`,
        );
      return `import react from '${source}';\nexport default react;\n${lines.join('\n')}`;
    },
  };
}
