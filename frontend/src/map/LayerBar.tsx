import {
  Flame,
  Globe,
  Grid3x3,
  Layers,
  Locate,
  type LucideIcon,
  Orbit,
  Route as RouteIcon,
} from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './LayerBar.module.css';
import { MAP_LAYERS, type MapLayer } from './mapLayers.ts';

interface Props {
  layers: readonly MapLayer[];
  onToggle: (layer: MapLayer) => void;
  /** On a phone: a column of icons, the rarer layers folded away, and what the foot has on a wide screen. */
  small: boolean;
  onEveryone: () => void;
  onWorld: () => void;
}

const LOOKS: Record<MapLayer, { word: string; icon: LucideIcon; title: string }> = {
  trails: { word: 'Trails', icon: RouteIcon, title: 'The last ten minutes of everyone’s way' },
  heat: { word: 'Heat', icon: Flame, title: 'Where creatures were met within a day' },
  portals: { word: 'Portals', icon: Orbit, title: 'Portals that were ever seen' },
  grid: { word: 'Grid', icon: Grid3x3, title: 'Landblocks, numbered from close by' },
};

/** What is laid over the land. */
export function LayerBar({ layers, onToggle, small, onEveryone, onWorld }: Props) {
  const [unfolded, setUnfolded] = useState(false);
  const shown = small && !unfolded ? MAP_LAYERS.slice(0, 1) : MAP_LAYERS;
  return (
    <fieldset className={styles.bar} aria-label="Layers of the map">
      {shown.map((layer) => {
        const { word, icon, title } = LOOKS[layer];
        const on = layers.includes(layer);
        return (
          <Button
            key={layer}
            small
            kind="quiet"
            icon={icon}
            title={title}
            className={cx(on && styles.on)}
            aria-pressed={on}
            onClick={() => onToggle(layer)}
          >
            <span className={styles.word}>{word}</span>
          </Button>
        );
      })}
      {small && (
        <IconButton
          small
          icon={Layers}
          label={unfolded ? 'Fewer layers' : 'More layers'}
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        />
      )}
      {/* Over the sheet at half there is room for either. */}
      {small && !unfolded && (
        <>
          <hr className={styles.rule} />
          <IconButton small icon={Locate} label="Show everyone" onClick={onEveryone} />
          <IconButton small icon={Globe} label="Show all of Dereth" onClick={onWorld} />
        </>
      )}
    </fieldset>
  );
}
