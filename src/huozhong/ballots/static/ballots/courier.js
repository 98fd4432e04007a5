/* What every ballot page shares: the worker that counts, this device's own store, requests without cookies, and words. */

const STORE = "huozhong-ballots";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(STORE, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("votes", { keyPath: "key" });
      asked.result.createObjectStore("keys", { keyPath: "key" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function within(name, mode, act) {
  const base = await opened();
  return new Promise((resolve, reject) => {
    const change = base.transaction(name, mode);
    const asked = act(change.objectStore(name));
    change.oncomplete = () => { base.close(); resolve(asked?.result); };
    change.onerror = change.onabort = () => { base.close(); reject(change.error); };
  });
}

/* A drawer of this device's store: one row for each election and person. */
export const drawer = (name) => ({
  read: (key) => within(name, "readonly", (store) => store.get(key)),
  keep: (row) => within(name, "readwrite", (store) => store.put(row)),
  drop: (key) => within(name, "readwrite", (store) => store.delete(key)),
});

/* Without a secure connection a browser hides its hashing; without chance or a store there is no secret to keep. */
export const lacks = () => {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) return "insecure";
  if (typeof BigInt === "undefined" || !globalThis.Worker || !globalThis.indexedDB) return "old";
  return null;
};

export class Counter {
  constructor(address) {
    this.worker = new Worker(address, { type: "module" });
    this.turn = 0;
    this.waiting = new Map();
    this.worker.addEventListener("message", ({ data }) => {
      const one = this.waiting.get(data.turn);
      if ("share" in data) return one.told(data.share);
      this.waiting.delete(data.turn);
      return "failed" in data ? one.reject(new Error(data.failed)) : one.resolve(data.done);
    });
    this.worker.addEventListener("error", () => {
      for (const one of this.waiting.values()) one.reject(new Error("worker"));
      this.waiting.clear();
    });
  }

  ask(duty, asked, told = () => {}) {
    this.turn += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(this.turn, { resolve, reject, told });
      this.worker.postMessage({ turn: this.turn, duty, asked });
    });
  }
}

/* No cookie and no address of the page goes with what is public or sealed: nobody needs to know who asks. */
const NAMELESS = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store", redirect: "error" };

export async function publicText(address) {
  const answer = await fetch(address, NAMELESS);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

export class Told extends Error {} // a sentence of the server, to be shown as it is

async function answerOf(answer) {
  const isOurs = answer.headers.get("Content-Type")?.includes("json");
  const told = isOurs ? await answer.json() : null;
  if (answer.ok && told) return told;
  if (told?.reason) throw new Told(told.reason);
  throw new Error(String(answer.status));
}

export const sendNameless = async (address, body) =>
  answerOf(await fetch(address, { ...NAMELESS, method: "POST", body, headers: { "Content-Type": "application/json" } }));

/* Under the person's own sign-in: only public halves and shares go this way. */
export async function sendOwn(address, thing) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return answerOf(await fetch(address, { method: "POST", redirect: "error", headers, body: JSON.stringify(thing) }));
}

/* The pages' words stand in the page, so that they can be translated. */
export const wordsOf = (root) => (name, gaps = {}) =>
  Object.entries(gaps).reduce((text, [gap, value]) => text.replaceAll(`{${gap}}`, value), root.dataset[name] ?? "");

export const grouped = (text, size = 4) => text.match(new RegExp(`.{1,${size}}`, "g")).join(" ");

/* Exactly one screen of a page is shown; its heading takes the focus, so that a reader of the screen knows it changed. */
export function show(root, name) {
  for (const screen of root.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
  const now = root.querySelector(`[data-screen="${name}"]`);
  const head = now.querySelector("h1, h2");
  head?.setAttribute("tabindex", "-1");
  head?.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
  return now;
}

export function saveFile(name, text, kind = "application/json") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
