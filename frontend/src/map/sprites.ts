import type { CharacterState } from '../live/state.ts';
import type { MapTheme } from './mapTheme.ts';
import { rampColour } from './ramp.ts';

/** A small picture that is drawn often. Sizes in CSS pixels. */
export interface Sprite {
  readonly image: HTMLCanvasElement;
  readonly width: number;
  readonly height: number;
}

/** A sprite made once, when it is first to be seen: most words find no room on the map. */
class LazySprite implements Sprite {
  readonly width: number;
  readonly height: number;
  private readonly ratio: number;
  private readonly paint: (context: CanvasRenderingContext2D) => void;
  private made: HTMLCanvasElement | null = null;

  constructor(
    width: number,
    height: number,
    ratio: number,
    paint: (context: CanvasRenderingContext2D) => void,
  ) {
    this.width = Math.ceil(width * ratio) / ratio;
    this.height = Math.ceil(height * ratio) / ratio;
    this.ratio = ratio;
    this.paint = paint;
  }

  get image(): HTMLCanvasElement {
    this.made ??= this.make();
    return this.made;
  }

  private make(): HTMLCanvasElement {
    const image = document.createElement('canvas');
    image.width = Math.round(this.width * this.ratio);
    image.height = Math.round(this.height * this.ratio);
    const context = image.getContext('2d');
    if (context !== null) {
      context.scale(this.ratio, this.ratio);
      this.paint(context);
    }
    return image;
  }
}

export interface TextPart {
  text: string;
  fill: string;
  weight: 400 | 500 | 600;
  size: number;
}

const MOST_SPRITES = 1_500;
const FONT = 'ui-sans-serif, system-ui, "Segoe UI", Inter, Roboto, sans-serif';
/** Room for the outline round words. */
const EDGE = 3;

export function traceState(
  context: CanvasRenderingContext2D,
  state: CharacterState,
  x: number,
  y: number,
): void {
  context.beginPath();
  switch (state) {
    case 'hunting':
      context.arc(x, y, 5, 0, Math.PI * 2);
      break;
    case 'indoors':
      context.arc(x, y, 4.5, 0, Math.PI * 2);
      break;
    case 'town':
    case 'idle':
      context.rect(x - 4.5, y - 4.5, 9, 9);
      break;
    case 'travelling':
      context.moveTo(x, y - 8);
      context.lineTo(x + 6, y + 6);
      context.lineTo(x, y + 3);
      context.lineTo(x - 6, y + 6);
      context.closePath();
      break;
    case 'dead':
      context.moveTo(x - 5, y - 5);
      context.lineTo(x + 5, y + 5);
      context.moveTo(x + 5, y - 5);
      context.lineTo(x - 5, y + 5);
      break;
  }
}

/** Markers and words as pictures, kept until there are too many. */
export class Sprites {
  private readonly kept = new Map<string, Sprite>();
  private readonly theme: MapTheme;
  private readonly ratio: number;

  constructor(theme: MapTheme, ratio: number) {
    this.theme = theme;
    this.ratio = ratio;
  }

  /** A character's marker; a triangle looks north. */
  marker(state: CharacterState, colour: string): Sprite {
    return this.make(`m${state}|${colour}`, 24, 24, (context) => {
      context.lineJoin = 'round';
      context.lineCap = 'round';
      traceState(context, state, 12, 12);
      const hollow = state === 'indoors' || state === 'idle' || state === 'dead';
      context.strokeStyle = this.theme.marker;
      context.lineWidth = hollow ? 6 : 3.5;
      context.stroke();
      if (hollow) {
        context.strokeStyle = colour;
        context.lineWidth = state === 'dead' ? 3 : 2.5;
        if (state === 'idle') {
          context.fillStyle = this.theme.marker;
          context.fill();
        }
        context.stroke();
        if (state === 'indoors') {
          context.beginPath();
          context.arc(12, 12, 1.6, 0, Math.PI * 2);
          context.fillStyle = colour;
          context.fill();
        }
      } else {
        context.fillStyle = colour;
        context.fill();
      }
    });
  }

  /** The ring round the selected character. */
  selection(): Sprite {
    return this.make('selection', 52, 52, (context) => {
      context.beginPath();
      context.arc(26, 26, 25, 0, Math.PI * 2);
      context.fillStyle = this.theme.glow;
      context.fill();
      context.beginPath();
      context.arc(26, 26, 13, 0, Math.PI * 2);
      context.strokeStyle = this.theme.selection;
      context.lineWidth = 2;
      context.stroke();
    });
  }

  /** A soft disc behind those who need someone. */
  alarm(colour: string): Sprite {
    return this.make(`alarm|${colour}`, 32, 32, (context) => {
      context.beginPath();
      context.arc(16, 16, 15, 0, Math.PI * 2);
      context.globalAlpha = 0.22;
      context.fillStyle = colour;
      context.fill();
    });
  }

  /** A soft disc as hot as a share of the ramp, 0 to 1; drawn at any size. */
  glow(share: number): Sprite {
    return this.make(`glow|${share}`, 32, 32, (context) => {
      const colour = rampColour(this.theme.heat, share);
      const gradient = context.createRadialGradient(16, 16, 0, 16, 16, 16);
      gradient.addColorStop(0, `rgb(${colour} / 0.9)`);
      gradient.addColorStop(0.55, `rgb(${colour} / 0.42)`);
      gradient.addColorStop(1, `rgb(${colour} / 0)`);
      context.fillStyle = gradient;
      context.fillRect(0, 0, 32, 32);
    });
  }

  portal(): Sprite {
    return this.make('portal', 14, 14, (context) => {
      context.beginPath();
      context.moveTo(7, 2);
      context.lineTo(11, 7);
      context.lineTo(7, 12);
      context.lineTo(3, 7);
      context.closePath();
      context.strokeStyle = this.theme.halo;
      context.lineWidth = 3;
      context.stroke();
      context.fillStyle = this.theme.portal;
      context.fill();
    });
  }

  /** A star where a rare was found. */
  rare(): Sprite {
    return this.make('rare', 18, 18, (context) => {
      context.beginPath();
      for (let i = 0; i < 10; i++) {
        const angle = (i * Math.PI) / 5;
        const reach = i % 2 === 0 ? 7 : 3;
        context.lineTo(9 + reach * Math.sin(angle), 9 - reach * Math.cos(angle));
      }
      context.closePath();
      context.lineJoin = 'round';
      context.strokeStyle = this.theme.halo;
      context.lineWidth = 3;
      context.stroke();
      context.fillStyle = this.theme.rare;
      context.fill();
    });
  }

  dot(colour: string, radius: number): Sprite {
    return this.make(`dot|${colour}|${radius}`, 10, 10, (context) => {
      context.beginPath();
      context.arc(5, 5, radius, 0, Math.PI * 2);
      context.strokeStyle = this.theme.halo;
      context.lineWidth = 2.5;
      context.stroke();
      context.fillStyle = colour;
      context.fill();
    });
  }

  /** A town's number of characters, framed. */
  badge(count: number): Sprite {
    const text = String(count);
    const width = Math.max(20, 12 + text.length * 8);
    return this.make(`badge|${text}`, width + 2, 22, (context) => {
      context.beginPath();
      context.roundRect(2, 2, width - 2, 18, 4);
      context.fillStyle = this.theme.badge;
      context.fill();
      context.strokeStyle = this.theme.townText;
      context.lineWidth = 1.8;
      context.stroke();
      context.font = `600 12px ${FONT}`;
      context.fillStyle = this.theme.text;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.fillText(text, 1 + width / 2, 11.5);
    });
  }

  /** Words with an outline, so that they read on any ground. */
  words(parts: readonly TextPart[]): Sprite {
    const key = parts.map((part) => `${part.weight}${part.size}${part.fill}${part.text}`).join('|');
    const kept = this.kept.get(key);
    if (kept !== undefined) return kept;
    const size = Math.max(...parts.map((part) => part.size));
    const measured = parts.map((part) => this.measure(part));
    const gap = 5;
    const width = measured.reduce((sum, w) => sum + w, 0) + gap * (parts.length - 1) + 2 * EDGE;
    const height = Math.ceil(size * 1.25) + 2;
    return this.make(key, Math.ceil(width), height, (context) => {
      context.textBaseline = 'middle';
      context.lineJoin = 'round';
      let x = EDGE;
      parts.forEach((part, i) => {
        context.font = `${part.weight} ${part.size}px ${FONT}`;
        context.strokeStyle = this.theme.halo;
        context.lineWidth = 3;
        context.strokeText(part.text, x, height / 2 + 0.5);
        context.fillStyle = part.fill;
        context.fillText(part.text, x, height / 2 + 0.5);
        x += (measured[i] ?? 0) + gap;
      });
    });
  }

  private measure(part: TextPart): number {
    ruler ??= document.createElement('canvas').getContext('2d');
    if (ruler === null) return part.text.length * part.size * 0.55;
    ruler.font = `${part.weight} ${part.size}px ${FONT}`;
    return ruler.measureText(part.text).width;
  }

  private make(
    key: string,
    width: number,
    height: number,
    paint: (c: CanvasRenderingContext2D) => void,
  ): Sprite {
    const kept = this.kept.get(key);
    if (kept !== undefined) return kept;
    if (this.kept.size >= MOST_SPRITES) this.kept.clear();
    const sprite = new LazySprite(width, height, this.ratio, paint);
    this.kept.set(key, sprite);
    return sprite;
  }
}

let ruler: CanvasRenderingContext2D | null | undefined;
