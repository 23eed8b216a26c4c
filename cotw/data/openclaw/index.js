// COTW's plugin for OpenClaw: tells the program cotw-hook what happens, and gives the model what it answers.
//
// It keeps no word of a conversation, waits no longer than its limits, and whatever fails is silence: the
// gateway goes on as if it were not there. `cotw hook uninstall openclaw` takes it away again.

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const MOST_BYTES = 4 << 20;
const MOST_SESSIONS = 1000;
const LIMITS = { start: 6000, prompt: 3000, stop: 3000, compact: 3000, end: 3000 };

const { command } = JSON.parse(readFileSync(new URL("./cotw.json", import.meta.url), "utf8"));
const begun = new Set();

function answered(output) {
  try {
    return JSON.parse(output).prependContext || "";
  } catch {
    return "";
  }
}

function tell(said) {
  return new Promise((resolve) => {
    const pieces = [];
    let size = 0;
    let child;
    try {
      child = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "ignore"] });
    } catch {
      resolve("");
      return;
    }
    const limit = setTimeout(() => {
      child.kill("SIGKILL");
      resolve("");
    }, LIMITS[said.event]);
    child.on("error", () => {
      clearTimeout(limit);
      resolve("");
    });
    child.on("close", () => {
      clearTimeout(limit);
      resolve(answered(Buffer.concat(pieces).toString("utf8")));
    });
    child.stdout.on("data", (piece) => {
      size += piece.length;
      if (size <= MOST_BYTES) pieces.push(piece);
    });
    child.stdin.on("error", () => {});
    child.stdin.end(JSON.stringify(said));
  });
}

function transcript(session, event, ctx) {
  const named = event.sessionFile || ctx.sessionFile;
  if (named) return named;
  const state = process.env.OPENCLAW_STATE_DIR || join(homedir(), ".openclaw");
  const usual = join(state, "agents", ctx.agentId || "main", "sessions", `${session}.jsonl`);
  return existsSync(usual) ? usual : null;
}

function about(kind, event, ctx, more) {
  const session = ctx.sessionId || event.sessionId || null;
  return {
    event: kind,
    session,
    session_key: ctx.sessionKey || event.sessionKey || null,
    transcript: session && transcript(session, event, ctx),
    project: ctx.workspaceDir || null,
    ...more,
  };
}

function begins(session) {
  if (!session || begun.has(session)) return false;
  if (begun.size >= MOST_SESSIONS) begun.delete(begun.values().next().value);
  begun.add(session);
  return true;
}

async function context(event, ctx) {
  if (ctx.trigger === "heartbeat") return undefined;
  const asked = [tell(about("prompt", event, ctx, { prompt: event.prompt || "" }))];
  if (begins(ctx.sessionId)) {
    const begin = event.messages?.length ? "resume" : "startup";
    asked.unshift(tell(about("start", event, ctx, { begin })));
  }
  const prependContext = (await Promise.all(asked)).filter(Boolean).join("\n\n");
  return prependContext ? { prependContext } : undefined;
}

export default {
  id: "cotw",
  name: "COTW",
  description: "A memory in plain files.",
  register(api) {
    api.on("before_prompt_build", (event, ctx) => context(event, ctx ?? {}), { timeoutMs: 8000 });
    api.on("agent_end", (event, ctx) => void tell(about("stop", event, ctx ?? {})));
    api.on("before_compaction", (event, ctx) => void tell(about("compact", event, ctx ?? {}, { reason: "auto" })));
    api.on("before_reset", (event, ctx) => void tell(about("end", event, ctx ?? {}, { reason: event.reason || "reset" })));
    api.on("session_end", (event, ctx) => {
      begun.delete(ctx?.sessionId || event.sessionId);
      void tell(about("end", event, ctx ?? {}, { reason: event.reason || "end" }));
    });
  },
};
