// TimescaleDB for tests: PostgreSQL compiled to WebAssembly, behind a TCP port of this machine. It takes any user, with
// neither TLS nor password, lets each client have the role (user) and the search_path that it names, and runs one
// transaction at a time. It prints its port in a line and ends when its standard input does, so never after whoever
// started it.
import { createServer } from 'node:net';

import { Backend } from './backend.mjs';
import { Client } from './client.mjs';

process.stdin.on('end', () => process.exit(0)).resume();

const backend = await Backend.start();
let clients = 0;
const server = createServer({ noDelay: true }, (socket) => {
  clients += 1;
  new Client(clients, socket, backend);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
