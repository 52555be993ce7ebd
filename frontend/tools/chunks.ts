/** What a chunk's name is found from: enough of the graph of modules to walk it. */
interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

interface Group {
  name: (id: string, graph: Graph) => string | null;
  debugName: string;
}

/** lucide's index names a thousand icons: each page's own ones stay with it. Vite's helper is the entry's, which is first. */
const APART = /lucide-react.dist.esm.lucide-react|vite.preload-helper/;

/** Every module that one imports, and these import, but for what is asked for later. */
function closure(from: string, graph: Graph): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (id: string) => {
    const module = graph.getModuleInfo(id);
    if (found.has(id) || module === null || APART.test(id)) return;
    found.add(id);
    for (const next of module.importedIds) walk(next);
  };
  walk(from);
  return found;
}

/**
 * Has what every page begins with in one chunk, and what the map shares with other pages in a second one. Left alone
 * each set of pages that share a module makes a chunk of its own: dozens of small ones, which pack worse and which each
 * page names as what it needs.
 */
export function chunkGroups(start: string, map: string, shared: RegExp): Group[] {
  let first: ReadonlySet<string> | undefined;
  let second: ReadonlySet<string> | undefined;
  return [
    {
      debugName: 'base',
      name: (id, graph) => {
        first ??= closure(start, graph);
        // The module that is asked for is a chunk of its own: what it exports cannot be another's.
        return first.has(id) && id !== start ? 'base' : null;
      },
    },
    {
      debugName: 'shared',
      name: (id, graph) => {
        second ??= closure(map, graph);
        return shared.test(id) && second.has(id) ? 'shared' : null;
      },
    },
  ];
}
