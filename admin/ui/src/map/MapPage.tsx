import { useMemo, useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { toOne, typeOf } from '../api/schema.ts';
import { PageHead } from '../app/PageHead.tsx';
import { map as words } from '../text/map.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Input } from '../ui/Input.tsx';
import { Link, useNavigate } from '../ui/router.tsx';
import { diagram, HEAD_PX, ROW_PX } from './diagram.ts';
import { curve, extent, layOut } from './layout.ts';
import styles from './MapPage.module.css';
import { useView } from './useView.ts';

/** Every type, its fields, and how they are bound: a picture to move about in, and the same as a list. */
export default function MapPage() {
  const { meta } = useAdmin();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [lit, setLit] = useState('');
  const { boxes, lines } = useMemo(() => diagram(meta.types), [meta]);
  const placed = useMemo(() => layOut(boxes, lines), [boxes, lines]);
  const whole = useMemo(() => extent(placed.values()), [placed]);
  const view = useView(whole);
  const { box } = view;
  const near = new Set(
    lines.filter(({ from, to }) => from === lit || to === lit).flatMap(({ from, to }) => [from, to]),
  );
  const types = meta.types.filter((type) =>
    `${type.plural} ${type.slug}`.toLowerCase().includes(query.toLowerCase()),
  );
  const dim = (key: string) => lit !== '' && key !== lit && !near.has(key);

  return (
    <>
      <PageHead title={words.title} />
      <div className={styles.page}>
        <nav className={styles.list} aria-label={words.types}>
          <Input
            type="search"
            aria-label={words.find}
            placeholder={words.find}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <ul>
            {types.map((type) => (
              <li key={type.slug}>
                <Link
                  href={`/${type.slug}`}
                  className={cx(styles.type, lit === type.slug && styles.lit)}
                  onFocus={() => setLit(type.slug)}
                  onBlur={() => setLit('')}
                  onMouseEnter={() => setLit(type.slug)}
                  onMouseLeave={() => setLit('')}
                >
                  <b>{type.plural}</b>
                  <span>
                    {[
                      words.fields(type.fields.length),
                      ...type.edges.map((edge) => {
                        const to = typeOf(meta, edge.type);
                        const end = (toOne(edge) ? to?.label : to?.plural) ?? edge.type;
                        return `→ ${end === edge.label ? end : `${end} (${edge.label.toLowerCase()})`}`;
                      }),
                    ].join(' · ')}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className={styles.stage}>
          <svg
            ref={view.ref}
            className={styles.picture}
            viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
            role="img"
            aria-label={words.picture}
            onPointerDown={view.onPointerDown}
            onPointerMove={view.onPointerMove}
            onPointerUp={view.onPointerUp}
          >
            {lines.map((line) => {
              const [from, to] = [placed.get(line.from), placed.get(line.to)];
              if (from === undefined || to === undefined) return null;
              const on = lit !== '' && (line.from === lit || line.to === lit);
              return (
                <path
                  key={`${line.from} ${line.name} ${line.to}`}
                  className={cx(
                    styles.line,
                    line.loose && styles.loose,
                    on && styles.lit,
                    lit !== '' && !on && styles.dim,
                  )}
                  d={curve(line, from, to)}
                />
              );
            })}
            {boxes.map((one) => {
              const at = placed.get(one.key);
              if (at === undefined) return null;
              return (
                // biome-ignore lint/a11y/noStaticElementInteractions: the list beside leads there too
                <g
                  key={one.key}
                  transform={`translate(${at.x} ${at.y})`}
                  className={cx(styles.box, dim(one.key) && styles.dim)}
                  onMouseEnter={() => setLit(one.key)}
                  onMouseLeave={() => setLit('')}
                  onClick={() => !view.moved() && navigate(`/${one.key}`)}
                >
                  <rect width={at.width} height={at.height} rx={6} />
                  <text className={styles.title} x={12} y={21}>
                    {one.title}
                  </text>
                  <path className={styles.rule} d={`M0 ${HEAD_PX}h${at.width}`} />
                  {one.rows.map(({ name, kind, key }, i) => (
                    <g key={name} transform={`translate(12 ${HEAD_PX + ROW_PX * (i + 0.5) + 8})`}>
                      <text className={key ? styles.key : undefined}>{name}</text>
                      <text className={styles.kind} x={at.width - 24}>
                        {kind}
                      </text>
                    </g>
                  ))}
                </g>
              );
            })}
          </svg>
          <div className={styles.tools}>
            <IconButton icon="plus" kind="plain" label={words.zoomIn} onClick={() => view.zoom(0.75)} />
            <IconButton icon="minus" kind="plain" label={words.zoomOut} onClick={() => view.zoom(1 / 0.75)} />
            <IconButton icon="map" kind="plain" label={words.fit} onClick={view.fit} />
          </div>
        </div>
      </div>
    </>
  );
}
