import {
  Flame,
  Globe,
  History,
  Layers,
  Locate,
  type LucideIcon,
  Orbit,
  Route as RouteIcon,
} from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './LayerBar.module.css';
import type { HeatQuestion, MapLayer } from './mapLayers.ts';

const LayerMenu = lazy(() => import('./LayerMenu.tsx'));

interface Props {
  layers: readonly MapLayer[];
  heat: HeatQuestion;
  onToggle: (layer: MapLayer) => void;
  onHeat: (heat: HeatQuestion) => void;
  /** Whether a moment of the past is shown. */
  past: boolean;
  onPast: () => void;
  /** On a phone: a column of icons, with what the foot has on a wide screen. */
  small: boolean;
  onEveryone: () => void;
  onWorld: () => void;
}

/** The layers that have a button of their own; on a phone the first alone. */
const LOOKS: readonly { layer: MapLayer; word: string; icon: LucideIcon; title: string }[] = [
  { layer: 'trails', word: 'Trails', icon: RouteIcon, title: 'The last ten minutes of everyone’s way' },
  { layer: 'heat', word: 'Heat', icon: Flame, title: 'Where creatures were met' },
  { layer: 'portals', word: 'Portals', icon: Orbit, title: 'Portals that were ever seen' },
];
const MENU = 'map-layers';

/** What is laid over the land, and at which time. */
export function LayerBar(props: Props) {
  const { layers, heat, onToggle, onHeat, past, onPast, small, onEveryone, onWorld } = props;
  const [open, setOpen] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  const toggle = (on: boolean, word: string, icon: LucideIcon, title: string, run: () => void) => (
    <Button
      key={word}
      small
      kind="quiet"
      icon={icon}
      title={title}
      className={cx(on && styles.on)}
      aria-pressed={on}
      onClick={run}
    >
      <span className={styles.word}>{word}</span>
    </Button>
  );
  return (
    <fieldset className={styles.bar} aria-label="Layers of the map">
      {(small ? LOOKS.slice(0, 1) : LOOKS).map(({ layer, word, icon, title }) =>
        toggle(layers.includes(layer), word, icon, title, () => onToggle(layer)),
      )}
      <Button
        ref={more}
        small
        kind="quiet"
        icon={Layers}
        aria-haspopup="dialog"
        aria-expanded={open}
        popoverTarget={MENU}
        onClick={() => setOpen(true)}
      >
        <span className={styles.word}>Layers</span>
      </Button>
      <hr className={styles.rule} />
      {toggle(past, 'Replay', History, 'The last 24 hours, played again', onPast)}
      {small && (
        <>
          <IconButton small icon={Locate} label="Show everyone" onClick={onEveryone} />
          <IconButton small icon={Globe} label="Show all of Dereth" onClick={onWorld} />
        </>
      )}
      {open && (
        <Suspense>
          <LayerMenu
            id={MENU}
            anchor={more.current}
            layers={layers}
            heat={heat}
            onToggle={onToggle}
            onHeat={onHeat}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </fieldset>
  );
}
