import type { LiveAlert } from '../alerts/fresh.ts';
import { Console } from './console.ts';
import { DayWatch } from './dayWatch.ts';
import { INVENTORY_EVENTS, type LiveEvent, type LivePlayer, readPlayers, subscription } from './protocol.ts';
import { type KnownCharacter, readRoster } from './roster.ts';
import { LiveSocket, type SocketLike, type SocketState } from './socket.ts';
import { LiveStore } from './store.ts';
import { readTrails, TRAIL_SECONDS } from './trails.ts';
import { loadWorld, placesOf } from './world.ts';

const TICK_MS = 250;
const SWEEP_EVERY = 4;
const POLL_MS = 5_000;
const ROSTER_MS = 60_000;
const DAY_MS = 30_000;
/** Away for this long is no hiccup any more. */
const OFFLINE_AFTER_MS = 60_000;

export interface Connection {
  state: 'live' | 'reconnecting' | 'offline';
  /** Characters heard of within the last minute. */
  online: number;
  total: number;
  /** Round trip of the last /live, not of a packet; null while there was none. */
  latencyMs: number | null;
}

export interface FeedWorld {
  openSocket: () => SocketLike;
  fetch: (path: string) => Promise<Response>;
  now: () => number;
}

/** The page's connection to the server: one socket, one poll, one store. Runs while anybody listens. */
export class LiveFeed {
  readonly store: LiveStore;
  readonly console = new Console();
  readonly today: DayWatch;
  private readonly world: FeedWorld;
  private readonly socket: LiveSocket;
  private readonly listeners = new Set<() => void>();
  private readonly alerts = new Set<(alert: LiveAlert) => void>();
  private readonly inventories = new Map<string, Set<(at: string) => void>>();
  private connectionNow: Connection = { state: 'reconnecting', online: 0, total: 0, latencyMs: null };
  private timers: ReturnType<typeof setInterval>[] = [];
  private users = 0;
  private ticks = 0;
  private commands = 0;
  private socketState: SocketState = 'closed';
  private lostAtMs: number;
  private latencyMs: number | null = null;
  private clockSkewMs = 0;
  private polling = false;
  private signedOut = false;

  constructor(world: FeedWorld) {
    this.world = world;
    this.lostAtMs = world.now();
    this.store = new LiveStore(world.now());
    this.today = new DayWatch((path) => this.ask(path), world.now);
    this.socket = new LiveSocket({
      open: world.openSocket,
      onEvents: (events) => this.take(events),
      onOpen: (again) => {
        if (this.inventories.size > 0) this.hearInventories();
        if (!again) return;
        this.noteInventories('');
        void this.catchUp();
        this.console.noteGap();
      },
      onState: (state) => {
        if (this.socketState === 'open' && state !== 'open') this.lostAtMs = this.world.now();
        this.socketState = state;
        this.noteConnection();
      },
    });
  }

  /** Keeps the feed running until the returned function is called. */
  readonly use = (): (() => void) => {
    this.users += 1;
    if (this.users === 1) this.start();
    let used = true;
    return () => {
      if (!used) return;
      used = false;
      this.users -= 1;
      // A page that gives way to the next lets go for a moment: the socket outlives that.
      setTimeout(() => {
        if (this.users === 0) this.stop();
      }, 1_000);
    };
  };

  readonly subscribeConnection = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly connection = (): Connection => this.connectionNow;

  /** Sends a command to a character; what becomes of it is written to the console. */
  send(character: string, command: string): void {
    const now = this.world.now();
    this.commands += 1;
    const id = `${now.toString(36)}-${this.commands}`;
    this.console.noteCommand(character, id, command, now);
    if (!this.socket.send({ player_name: character, command, id })) {
      this.console.noteStatus(id, 'failed', 'Not connected');
    }
  }

  /** Asks a character's plugin for a landblock's floor plan ("0x01C9"); the server has it once it answers. */
  requestDungeon(character: string, landblock: string): void {
    this.socket.send({ type: 'request_dungeon_map', player_name: character, landblock });
  }

  /**
   * Calls back when a character's inventory has changed, with the time of the change; '' when changes may have been
   * missed. What it is now, the server tells a moment later.
   */
  watchInventory(character: string, listener: (at: string) => void): () => void {
    const watching = this.inventories.get(character) ?? new Set();
    watching.add(listener);
    this.inventories.set(character, watching);
    this.hearInventories();
    return () => {
      watching.delete(listener);
      if (watching.size > 0) return;
      this.inventories.delete(character);
      this.hearInventories();
    };
  }

  /** Calls back with every alert, new or changed, while the feed is in use. */
  onAlert(listener: (alert: LiveAlert) => void): () => void {
    this.alerts.add(listener);
    return () => this.alerts.delete(listener);
  }

  /** Inventories are heard of only while somebody looks at one: a guild loots all day. */
  private hearInventories(): void {
    this.socket.send(subscription(this.inventories.size > 0 ? INVENTORY_EVENTS : [], false));
  }

  private noteInventories(at: string): void {
    for (const watching of this.inventories.values()) for (const listener of watching) listener(at);
  }

  private start(): void {
    if (this.timers.length > 0) return;
    this.signedOut = false;
    this.socket.start();
    void this.catchUp();
    void this.fetchRoster();
    void this.today.renew();
    loadWorld().then(
      (world) => this.store.setPlaces(placesOf(world)),
      () => {
        // Without the list of places positions are told as coordinates; the map itself says that it is missing.
      },
    );
    this.timers = [
      setInterval(() => this.tick(), TICK_MS),
      setInterval(() => void this.poll(false), POLL_MS),
      setInterval(() => void this.fetchRoster(), ROSTER_MS),
      setInterval(() => void this.today.renew(), DAY_MS),
    ];
    globalThis.addEventListener?.('online', this.hurry);
    globalThis.addEventListener?.('offline', this.noteConnection);
    globalThis.document?.addEventListener('visibilitychange', this.hurry);
  }

  private stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
    this.socket.stop();
    globalThis.removeEventListener?.('online', this.hurry);
    globalThis.removeEventListener?.('offline', this.noteConnection);
    globalThis.document?.removeEventListener('visibilitychange', this.hurry);
  }

  private readonly hurry = (): void => {
    if (globalThis.document?.visibilityState !== 'hidden') this.socket.hurry();
    this.noteConnection();
  };

  private tick(): void {
    const now = this.world.now();
    this.ticks += 1;
    this.store.tick(now, this.ticks % SWEEP_EVERY === 0);
    this.console.expire(now);
    this.noteConnection();
  }

  private take(events: readonly LiveEvent[]): void {
    const now = this.world.now();
    for (const event of events) {
      switch (event.kind) {
        case 'telemetry':
          this.store.noteFix(event.fix, now);
          break;
        case 'vitals':
          this.store.noteVitals(event.name, event.vitals, now);
          break;
        case 'death':
          this.store.noteDeath(event.name, now);
          break;
        case 'chat':
          this.console.noteChat(
            event.name,
            { timestamp: event.at, text: event.text, color: event.color },
            now,
          );
          break;
        case 'snapshot':
          this.store.notePlayers(event.players, { whole: true, totals: false, ageMs: this.playerAge }, now);
          break;
        case 'inventory':
          for (const listener of this.inventories.get(event.name) ?? []) listener(event.at);
          break;
        case 'alert':
          for (const listener of this.alerts) listener(event.alert);
          break;
        case 'gap':
          this.noteInventories('');
          void this.catchUp();
          this.console.noteGap();
          break;
        case 'command':
          this.console.noteStatus(event.id, event.state, event.why);
          break;
        case 'rare':
          break;
      }
    }
  }

  /** After a start or a gap: where everyone is, and how they came there. */
  private async catchUp(): Promise<void> {
    await this.poll(true);
    try {
      const response = await this.ask(`/trails?seconds=${TRAIL_SECONDS}`);
      if (response === null) return;
      this.store.noteTrails(readTrails(await response.json()), (serverMs) => serverMs + this.clockSkewMs);
    } catch {
      // Trails then begin now.
    }
  }

  private async poll(whole: boolean): Promise<void> {
    if (this.polling || this.signedOut) return;
    this.polling = true;
    try {
      const began = this.world.now();
      const response = await this.ask('/live?within=600');
      if (response === null) return;
      this.latencyMs = Math.round(this.world.now() - began);
      const players = readPlayers(await response.json());
      const now = this.world.now();
      this.store.notePlayers(players, { whole, totals: true, ageMs: this.playerAge }, now);
      this.store.tick(now, false);
      this.noteConnection();
    } catch {
      this.latencyMs = null;
    } finally {
      this.polling = false;
    }
  }

  private async fetchRoster(): Promise<void> {
    try {
      const response = await this.ask('/characters');
      if (response === null) return;
      const known = readRoster(await response.json());
      const now = this.world.now();
      this.store.noteRoster(known, (character) => this.ageOf(character.lastSeenAt), now);
      this.store.tick(now, false);
    } catch {
      // The next round asks again; those who are online are known from /live meanwhile.
    }
  }

  private async ask(path: string): Promise<Response | null> {
    if (this.signedOut) return null;
    const response = await this.world.fetch(path);
    if (response.status === 401) {
      this.signedOut = true;
      this.socket.stop();
      this.noteConnection();
      return null;
    }
    if (!response.ok) return null;
    const date = Date.parse(response.headers.get('Date') ?? '');
    // The header has whole seconds, cut: half a second is added back.
    if (Number.isFinite(date)) this.clockSkewMs = this.world.now() - (date + 500);
    return response;
  }

  private readonly playerAge = (player: LivePlayer): number => this.ageOf(player.lastSeen);

  /** How long ago the server's clock showed that time; an unreadable time is age-old. */
  private ageOf(time: KnownCharacter['lastSeenAt']): number {
    const at = Date.parse(time);
    return Number.isFinite(at) ? Math.max(0, this.world.now() - this.clockSkewMs - at) : Infinity;
  }

  private readonly noteConnection = (): void => {
    let online = 0;
    const players = this.store.list();
    for (const player of players) {
      if (player.freshness === 'fresh' || player.freshness === 'dim') online += 1;
    }
    const next: Connection = {
      state: this.connectionState(),
      online,
      total: players.length,
      latencyMs: this.latencyMs,
    };
    const last = this.connectionNow;
    if (
      next.state === last.state &&
      next.online === last.online &&
      next.total === last.total &&
      next.latencyMs === last.latencyMs
    ) {
      return;
    }
    this.connectionNow = next;
    for (const listener of this.listeners) listener();
  };

  private connectionState(): Connection['state'] {
    if (this.socketState === 'open') return 'live';
    if (this.signedOut || globalThis.navigator?.onLine === false) return 'offline';
    return this.world.now() - this.lostAtMs > OFFLINE_AFTER_MS ? 'offline' : 'reconnecting';
  }
}
