// Lays a brotli and a gzip form beside each file of the build that shrinks by it, as small as they get; the server
// hands them out as they are.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = join(import.meta.dirname, '../../static/app/assets');
for (const name of readdirSync(folder).filter((n) => /\.(js|css|json|svg)$/.test(n))) {
  const content = readFileSync(join(folder, name));
  if (content.length < 1024) continue;
  const forms = {
    br: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
    gz: gzipSync(content, { level: 9 }),
  };
  for (const [ending, form] of Object.entries(forms))
    if (form.length < content.length) writeFileSync(join(folder, `${name}.${ending}`), form);
}
