// The parts of PostgreSQL's wire protocol (version 3) that the test server needs. A message is a letter, a length that
// counts itself and what follows, and a body; the first message of a connection has no letter.

export const SSL_REQUEST = 80877103;
export const GSS_REQUEST = 80877104;
export const CANCEL_REQUEST = 80877102;

const int32 = (n) => {
  const b = Buffer.alloc(4);
  b.writeInt32BE(n);
  return b;
};

/** One message of parts that are buffers or strings. */
export function message(letter, ...parts) {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([Buffer.from(letter), int32(body.length + 4), body]);
}

export const query = (sql) => message('Q', `${sql}\0`);
export const sync = message('S');
export const closeStatement = (name) => message('C', `S${name}\0`);
export const readyForQuery = (status) => message('Z', status);

export function errorResponse(code, text) {
  return message('E', `SERROR\0VERROR\0C${code}\0M${text}\0\0`);
}

/** What a server says to a client that it lets in; pid is what the client names to cancel a statement. */
export function welcome(pid) {
  const parameters = {
    server_version: '17.5',
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    IntervalStyle: 'postgres',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
  };
  return Buffer.concat([
    message('R', int32(0)),
    ...Object.entries(parameters).map(([name, value]) => message('S', `${name}\0${value}\0`)),
    message('K', int32(pid), int32(0)),
    readyForQuery('I'),
  ]);
}

/** Cuts a stream of bytes, however they arrive, into messages. */
export class Frames {
  #bytes = Buffer.alloc(0);

  push(bytes) {
    this.#bytes = this.#bytes.length > 0 ? Buffer.concat([this.#bytes, bytes]) : bytes;
  }

  /** The next message, its letter and length included, or undefined until all of it is there. */
  next() {
    return this.#take(1);
  }

  /** The next message without a letter: {code, body}. */
  nextStartup() {
    const bytes = this.#take(0);
    return bytes && { code: bytes.readInt32BE(4), body: bytes.subarray(8) };
  }

  #take(lengthAt) {
    if (this.#bytes.length < lengthAt + 4) return undefined;
    const end = lengthAt + this.#bytes.readInt32BE(lengthAt);
    if (this.#bytes.length < end) return undefined;
    const bytes = Buffer.from(this.#bytes.subarray(0, end));
    this.#bytes = this.#bytes.subarray(end);
    return bytes;
  }
}

export const letterOf = (bytes) => String.fromCharCode(bytes[0]);

/** The status in the last ReadyForQuery of a server's answer, I, T or E, or undefined where there is none. */
export function statusOf(answer) {
  let status;
  for (let at = 0; at + 5 <= answer.length; at += 1 + answer.readInt32BE(at + 1)) {
    if (answer[at] === 0x5a) status = String.fromCharCode(answer[at + 5]);
  }
  return status;
}

/** The parameters of a startup message's body: name, 0, value, 0, … 0. */
export function startupParameters(body) {
  const words = body.toString('utf8').split('\0');
  const parameters = {};
  for (let i = 0; i + 1 < words.length && words[i]; i += 2) parameters[words[i]] = words[i + 1];
  return parameters;
}

/**
 * The message with prefix before each name of a statement or a portal, so that clients which share a backend do not
 * see each other's. Unnamed ones stay unnamed. named is told of statements that are made.
 */
export function prefixNames(bytes, prefix, named) {
  const letter = letterOf(bytes);
  let at = 5;
  const text = () => {
    const end = bytes.indexOf(0, at);
    const name = bytes.toString('utf8', at, end);
    at = end + 1;
    return name && prefix + name;
  };
  switch (letter) {
    case 'P': {
      const statement = text();
      if (statement) named(statement);
      return message('P', `${statement}\0`, bytes.subarray(at));
    }
    case 'B': {
      const portal = text();
      return message('B', `${portal}\0${text()}\0`, bytes.subarray(at));
    }
    case 'E':
      return message('E', `${text()}\0`, bytes.subarray(at));
    case 'C':
    case 'D':
      at = 6;
      return message(letter, bytes.subarray(5, 6), `${text()}\0`);
    default:
      return bytes;
  }
}
