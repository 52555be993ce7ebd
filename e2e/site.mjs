// A running site for a browser test: the real binary on a free port with a data folder of its own.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const binary = new URL("../overlord", import.meta.url).pathname;

/**
 * Starts `overlord serve` and waits until it says where it listens.
 * @param {{demo?: number}} options demo: how many simulated characters
 */
export async function startSite({ demo = 0 } = {}) {
  const data = await mkdtemp(join(tmpdir(), "overlord-e2e-"));
  const args = ["serve", "--addr", "127.0.0.1:0", "--data", data, "--demo", String(demo)];
  const child = spawn(binary, args, { cwd: data, env: { PATH: process.env.PATH, LOG_LEVEL: "warn" } });
  const log = [];
  child.stderr.on("data", (chunk) => log.push(String(chunk)));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const found = {};
  const ready = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const url = /https?:\/\/\S+/.exec(line)?.[0];
      if (!url) return;
      if (url.includes("/invite/")) found.firstAdminLink = url;
      else found.url = url.replace(/\/$/, "");
      if (found.url && found.firstAdminLink) resolve();
    });
    exited.then((code) => reject(new Error(`overlord ended with ${code}:\n${log.join("")}`)));
    setTimeout(
      () => reject(new Error(`overlord did not start within 60 s:\n${log.join("")}`)),
      60_000,
    ).unref();
  });
  await ready;
  return {
    ...found,
    data,
    log: () => log.join(""),
    /** Runs another command of the binary on the same data folder, with text on its standard input. */
    async run(command, input = "") {
      const running = promisify(execFile)(binary, [...command, "--data", data], { cwd: data });
      running.child.stdin.end(input);
      return running;
    },
    async stop() {
      child.kill("SIGTERM");
      const code = await exited;
      await rm(data, { recursive: true, force: true });
      return code;
    },
  };
}
