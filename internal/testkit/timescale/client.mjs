import {
  CANCEL_REQUEST,
  closeStatement,
  errorResponse,
  Frames,
  GSS_REQUEST,
  letterOf,
  prefixNames,
  query,
  readyForQuery,
  SSL_REQUEST,
  startupParameters,
  statusOf,
  sync,
  welcome,
} from './wire.mjs';

const copy = /^\s*copy\b[\s\S]*\bfrom\s+stdin\b/i;

/** One connection. What it sends is handled strictly in order. */
export class Client {
  settings = '';

  #backend;
  #socket;
  #frames = new Frames();
  #started = false;
  #turn = Promise.resolve(); // the end of what has been sent so far
  #batch = []; // messages up to the next Sync or Flush
  #statements = new Set(); // names in the backend
  #status = 'I'; // as in ReadyForQuery
  #unbound = false; // whether an unnamed statement waits for its Bind; lib/pq sends the two in turns of their own

  constructor(id, socket, backend) {
    this.id = id;
    this.#socket = socket;
    this.#backend = backend;
    socket.on('error', () => {}); // close follows
    socket.on('data', (bytes) => this.#after(() => this.#receive(bytes)));
    socket.on('close', () => {
      backend.cancel((client) => client === this);
      this.#after(() => this.#leave());
    });
  }

  #after(work) {
    this.#turn = this.#turn.then(work).catch((error) => {
      console.error(`connection ${this.id}:`, error);
      this.#socket.destroy();
    });
  }

  async #receive(bytes) {
    this.#frames.push(bytes);
    while (!this.#started) {
      const startup = this.#frames.nextStartup();
      if (!startup) return;
      this.#start(startup);
    }
    for (let m = this.#frames.next(); m; m = this.#frames.next()) await this.#handle(m);
  }

  #start({ code, body }) {
    if (code === SSL_REQUEST || code === GSS_REQUEST) {
      this.#socket.write('N');
      return;
    }
    if (code === CANCEL_REQUEST) {
      const id = body.readInt32BE(0);
      this.#backend.cancel((client) => client.id === id);
      this.#socket.end();
      return;
    }
    const { user, search_path: path = 'public' } = startupParameters(body);
    const quote = (name) => `"${name.trim().replaceAll('"', '""')}"`;
    this.settings = `RESET ROLE; SET search_path TO ${path.split(',').map(quote).join(', ')}; SET ROLE ${quote(user)}`;
    this.#started = true;
    this.#socket.write(welcome(this.id));
  }

  async #handle(m) {
    switch (letterOf(m)) {
      case 'X':
        this.#socket.end();
        return;
      case 'Q':
        // The backend would not survive it.
        if (copy.test(m.toString('utf8', 5))) {
          const refusal = errorResponse('0A000', 'this test server has no COPY FROM STDIN');
          this.#socket.write(Buffer.concat([refusal, readyForQuery(this.#status)]));
          return;
        }
        this.#unbound = false;
        await this.#run(m);
        return;
      case 'P':
        if (m[5] === 0) this.#unbound = true;
        break;
      case 'B':
        this.#unbound = false;
        break;
    }
    this.#batch.push(prefixNames(m, `c${this.id}_`, (name) => this.#statements.add(name)));
    if (letterOf(m) === 'S' || letterOf(m) === 'H') await this.#run(Buffer.concat(this.#batch.splice(0)));
  }

  async #run(bytes) {
    try {
      await this.#backend.hold(this);
    } catch (error) {
      this.#socket.write(Buffer.concat([errorResponse('57014', error.message), readyForQuery(this.#status)]));
      return;
    }
    const answer = await this.#backend.send(bytes);
    this.#status = statusOf(answer) ?? this.#status;
    if (answer.length > 0) this.#socket.write(answer);
    if (this.#status === 'I' && !this.#unbound) this.#backend.release();
  }

  /** Leaves nothing of the client's in the backend. */
  async #leave() {
    if (!this.#started) return;
    await this.#backend.hold(this);
    if (this.#status !== 'I') await this.#backend.send(query('ROLLBACK'));
    for (const name of this.#statements) await this.#backend.send(Buffer.concat([closeStatement(name), sync]));
    this.#backend.release();
  }
}
