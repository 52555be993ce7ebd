import type { LucideIcon } from 'lucide-react';
import { Flame, Footprints, Grid3x3, Orbit, Route as RouteIcon, Star } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { placeBelow } from '../ui/menuPlacement.ts';
import styles from './LayerMenu.module.css';
import { type HeatQuestion, MAP_LAYERS, type MapLayer } from './mapLayers.ts';

interface Props {
  id: string;
  /** The button that it hangs from. */
  anchor: HTMLElement | null;
  layers: readonly MapLayer[];
  heat: HeatQuestion;
  onToggle: (layer: MapLayer) => void;
  onHeat: (heat: HeatQuestion) => void;
  onClose: () => void;
}

const LOOKS: Record<MapLayer, { word: string; icon: LucideIcon; hint: string }> = {
  trails: { word: 'Trails', icon: RouteIcon, hint: 'everyone’s last ten minutes' },
  heat: { word: 'Spawn heat', icon: Flame, hint: 'where creatures were met' },
  portals: { word: 'Portals', icon: Orbit, hint: 'all that were ever seen' },
  rares: { word: 'Rares', icon: Star, hint: 'where the last 200 were found' },
  explored: { word: 'Explored land', icon: Footprints, hint: 'walked by anybody within a week' },
  grid: { word: 'Landblock grid', icon: Grid3x3, hint: 'numbered from close by' },
};

/** The stops of the slider of hours. */
const HOURS = [1, 2, 3, 6, 12, 24, 48, 72, 168];

function hoursInWords(hours: number): string {
  if (hours === 1) return 'the last hour';
  return hours % 24 === 0 && hours > 24 ? `the last ${hours / 24} days` : `the last ${hours} hours`;
}

/** Which layers are laid over the land, and what the heat counts. */
export default function LayerMenu({ id, anchor, layers, heat, onToggle, onHeat, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });

  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null || anchor === null) return;
    element.showPopover();
    const place = () => {
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      const at = placeBelow(anchor.getBoundingClientRect(), size, { width: innerWidth, height: innerHeight });
      element.style.left = `${at.left}px`;
      element.style.top = `${at.top}px`;
    };
    place();
    element.querySelector('input')?.focus();
    const resize = new ResizeObserver(place);
    resize.observe(element);
    return () => resize.disconnect();
  }, [anchor]);

  return (
    <div
      ref={menu}
      id={id}
      popover="auto"
      role="dialog"
      aria-label="Layers"
      className={styles.menu}
      onToggle={(event) => event.newState === 'closed' && latest.current()}
    >
      <fieldset className={styles.layers}>
        <legend className="visually-hidden">Laid over the land</legend>
        {MAP_LAYERS.map((layer) => {
          const { word, icon: Icon, hint } = LOOKS[layer];
          return (
            <label key={layer} className={styles.layer}>
              <input
                type="checkbox"
                className={styles.box}
                checked={layers.includes(layer)}
                onChange={() => onToggle(layer)}
              />
              <Icon size={16} aria-hidden="true" />
              <span>
                {word} <span className={styles.hint}>{hint}</span>
              </span>
            </label>
          );
        })}
      </fieldset>
      {layers.includes('heat') && <HeatOptions heat={heat} onHeat={onHeat} />}
    </div>
  );
}

/** Which creature the heat counts, and over how long. */
function HeatOptions({ heat, onHeat }: Pick<Props, 'heat' | 'onHeat'>) {
  const id = useId();
  const mobs = useMobs(heat.hours);
  // A creature that the address names may not be among those that were met.
  const known = heat.mob === undefined || mobs.some(({ mob }) => mob === heat.mob);
  const stop = HOURS.findIndex((hours) => hours >= heat.hours);
  return (
    <div className={styles.heat}>
      <label className={styles.line} htmlFor={`${id}mob`}>
        Creature
      </label>
      <select
        id={`${id}mob`}
        className={styles.select}
        value={heat.mob ?? ''}
        onChange={(event) => onHeat({ ...heat, mob: event.target.value || undefined })}
      >
        <option value="">All creatures</option>
        {!known && <option>{heat.mob}</option>}
        {mobs.map(({ mob, count }) => (
          <option key={mob} value={mob}>
            {mob} ({count.toLocaleString('en')})
          </option>
        ))}
      </select>
      <label className={styles.line} htmlFor={`${id}hours`}>
        Met within {hoursInWords(heat.hours)}
      </label>
      <input
        id={`${id}hours`}
        type="range"
        className={styles.slider}
        min={0}
        max={HOURS.length - 1}
        step={1}
        value={stop}
        aria-valuetext={hoursInWords(heat.hours)}
        onChange={(event) => onHeat({ ...heat, hours: HOURS[event.target.valueAsNumber] ?? heat.hours })}
      />
      <div className={styles.ramp} aria-hidden="true">
        few <span className={styles.colours} /> many
      </div>
    </div>
  );
}

interface Mob {
  mob: string;
  count: number;
}

/** The creatures that were met within so many hours, the most frequent first; none while they are asked for. */
function useMobs(hours: number): readonly Mob[] {
  const [mobs, setMobs] = useState<readonly Mob[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    fetch(`/spawns/mobs?hours=${hours}`, { headers: { Accept: 'application/json' }, signal: stop.signal })
      .then((answer) => (answer.ok ? (answer.json() as Promise<{ mobs: Mob[] }>) : { mobs: [] }))
      .then((answer) => setMobs(answer.mobs))
      // The choice is then among all creatures and the one that is shown.
      .catch(() => undefined);
    return () => stop.abort();
  }, [hours]);
  return mobs;
}
