import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** A style sheet that a source imports, and the name that it gives to the sheet's table of classes. */
interface Used {
  line: string;
  table: string;
  path: string;
  file: string;
}

function tablesIn(code: string, id: string): Used[] {
  return [...code.matchAll(/^import (\w+) from '(\.[^']+\.module\.css)';$/gm)].map(
    ([line, table = '', path = '']) => ({ line, table, path, file: join(dirname(id), path) }),
  );
}

/** Whether a source looks something up in a table, beside naming its classes. */
function looksUp(code: string, { line, table }: Used): boolean {
  return new RegExp(`\\b${table}\\b(?!\\.\\w)`).test(code.replace(line, ''));
}

/**
 * Writes the names of classes where they are used, in place of a table for each style sheet of the sources in a folder.
 * A class that is not there stops the build.
 */
export function classesInPlace(folder: string): Plugin[] {
  let nameOf: ((name: string, file: string, css: string) => string) | undefined;
  const lookedUp = new Set<string>();
  return [
    {
      name: 'classes-in-place',
      apply: 'build',
      enforce: 'pre',
      configResolved({ css }) {
        const named = css.modules ? css.modules.generateScopedName : undefined;
        if (typeof named === 'function') nameOf = named;
      },
      buildStart() {
        for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
          const id = join(folder, path);
          if (/\.tsx?$/.test(path)) {
            const code = readFileSync(id, 'utf8');
            for (const used of tablesIn(code, id)) if (looksUp(code, used)) lookedUp.add(used.file);
          } else if (path.endsWith('.module.css')) {
            // Names may depend on which is asked for first, and sources are read in any order.
            const css = readFileSync(id, 'utf8');
            for (const [, name = ''] of css.matchAll(/\.([a-z]\w*)/gi)) nameOf?.(name, id, css);
          }
        }
      },
      transform(code, id) {
        if (nameOf === undefined || !/\.tsx?$/.test(id)) return;
        let changed = code;
        for (const used of tablesIn(code, id)) {
          const css = readFileSync(used.file, 'utf8');
          changed = changed.replace(new RegExp(`\\b${used.table}\\.(\\w+)`, 'g'), (_, name: string) => {
            if (!new RegExp(`\\.${name}\\b`).test(css)) throw new Error(`${used.path} has no class ${name}`);
            return JSON.stringify(nameOf?.(name, used.file, css));
          });
          if (!looksUp(changed, used)) changed = changed.replace(used.line, `import '${used.path}';`);
        }
        return changed === code ? undefined : { code: changed, map: null };
      },
    },
    {
      name: 'tables-of-classes',
      apply: 'build',
      enforce: 'post',
      transform(code, id) {
        if (nameOf === undefined || !id.endsWith('.module.css')) return;
        return { code: lookedUp.has(id) ? code : '', map: null, moduleSideEffects: 'no-treeshake' };
      },
    },
  ];
}
