import { PGlite } from '@electric-sql/pglite';
import { timescaledb } from '@electric-sql/pglite/timescaledb';

import { query } from './wire.mjs';

/**
 * PostgreSQL with TimescaleDB in this process. It has a single backend, so whoever uses it holds it: clients take turns
 * at the ends of their transactions.
 */
export class Backend {
  #db;
  #holder;
  #waiting = []; // {client, proceed, fail}, in order
  #settings = '';

  static async start() {
    const backend = new Backend();
    backend.#db = await PGlite.create({ dataDir: 'memory://', extensions: { timescaledb } });
    // The extension is talkative.
    await backend.#db.exec("SET client_min_messages = warning; CREATE EXTENSION timescaledb; SET client_min_messages = warning; SET TimeZone = 'UTC'");
    return backend;
  }

  /** Waits until the client holds the backend, under its own settings. Fails if it is cancelled meanwhile. */
  async hold(client) {
    if (this.#holder !== client) {
      if (this.#holder !== undefined) {
        await new Promise((proceed, fail) => this.#waiting.push({ client, proceed, fail }));
      }
      this.#holder = client;
    }
    if (this.#settings !== client.settings) {
      this.#settings = client.settings;
      await this.send(query(client.settings));
    }
  }

  release() {
    const next = this.#waiting.shift();
    this.#holder = next?.client;
    next?.proceed();
  }

  /** Lets a client that waits wait no longer; one that is served cannot be interrupted. */
  cancel(isMeant) {
    const i = this.#waiting.findIndex(({ client }) => isMeant(client));
    if (i >= 0) this.#waiting.splice(i, 1)[0].fail(new Error('canceling statement due to user request'));
  }

  /** Whole messages to the backend, and its answer. */
  async send(bytes) {
    return Buffer.from(await this.#db.execProtocolRaw(new Uint8Array(bytes)));
  }
}
