// A running site for a browser test: the real binary on a free port with a data folder of its own.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const binary = new URL("../overlord", import.meta.url).pathname;

/** Runs `overlord serve` and waits until it says where it listens. */
async function serve(data, addr, demo, log) {
  const args = ["serve", "--addr", addr, "--data", data, "--demo", String(demo)];
  const child = spawn(binary, args, { cwd: data, env: { PATH: process.env.PATH, LOG_LEVEL: "warn" } });
  child.stderr.on("data", (chunk) => log.push(String(chunk)));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const said = {};
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const url = /https?:\/\/\S+/.exec(line)?.[0];
      if (line.includes("first admin")) said.firstAdminLink = url;
      if (line.includes("site")) {
        said.url = url.replace(/\/$/, "");
        // The link, where there is one, is in the same breath.
        setTimeout(resolve, 100);
      }
    });
    exited.then((code) => reject(new Error(`overlord ended with ${code}:\n${log.join("")}`)));
    setTimeout(
      () => reject(new Error(`overlord did not start within 60 s:\n${log.join("")}`)),
      60_000,
    ).unref();
  });
  return { child, exited, ...said };
}

/**
 * Starts a site.
 * @param {{demo?: number}} options demo: how many simulated characters
 */
export async function startSite({ demo = 0 } = {}) {
  const data = await mkdtemp(join(tmpdir(), "overlord-e2e-"));
  const log = [];
  let running = await serve(data, "127.0.0.1:0", demo, log);
  const { url, firstAdminLink } = running;
  return {
    url,
    firstAdminLink,
    log: () => log.join(""),
    /** Runs another command of the binary on the same data folder, with text on its standard input. */
    async run(command, input = "") {
      const other = promisify(execFile)(binary, [...command, "--data", data], { cwd: data });
      other.child.stdin.end(input);
      return other;
    },
    /** Stops the server and starts it again on the same port and data, with as many simulated characters or others. */
    async restart({ demo: guild = demo } = {}) {
      running.child.kill("SIGTERM");
      await running.exited;
      running = await serve(data, new URL(url).host, guild, log);
    },
    async stop() {
      running.child.kill("SIGTERM");
      const code = await running.exited;
      await rm(data, { recursive: true, force: true });
      return code;
    },
  };
}
