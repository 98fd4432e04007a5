/* A trustee's device: makes the key here, has it saved on paper before its public half is sent, and at the end counts
   the sealed ballots itself before it decrypts anything. The secret half is never part of a request. */

import { Counter, drawer, grouped, lacks, publicText, saveFile, sendOwn, show, Told, wordsOf } from "./courier.js";
import { drawn } from "./squares.js";

const root = document.getElementById("keeping");
const say = wordsOf(root);
const keys = drawer("keys");
const { uuid, person, stage } = root.dataset;
const own = root.dataset.public; // the half that was registered, or nothing
const key = `${uuid}:${person}`;
const at = (name, inside = root) => inside.querySelector(`[data-${name}]`);
const FEW = 3;

let counter = null;
let mine = null;
let counted = null;

function complain(failure) {
  const place = at("wrong");
  place.hidden = false;
  place.textContent = failure instanceof Told ? failure.message : say(failure.message) || say("offline");
  place.scrollIntoView({ block: "nearest" });
}
const calm = () => { at("wrong").hidden = true; };

/* ------------------------------------------------------------ the key and its paper copy */

async function makeKey() {
  await navigator.storage?.persist?.();
  const made = await counter.ask("key", {});
  mine = { key, secret: made.secret, public: made.key, isSaved: false };
  await keys.keep(mine);
  sheet();
}

function sheet() {
  const screen = show(root, "save");
  at("digits", screen).textContent = grouped(mine.secret, 5);
  at("code", screen).replaceChildren(drawn(mine.secret, say("code")));
  at("send", screen).disabled = !at("sure", screen).checked;
}

const fileText = () => `${JSON.stringify({ kind: "huozhong-ballot-key", election: uuid, title: say("title"), keeper: say("name"), secret: mine.secret }, null, 1)}\n`;
const saveKey = () => saveFile(`${say("fileName")}-${uuid}.json`, fileText());

async function sendHalf(button) {
  button.disabled = true;
  try {
    await sendOwn(root.dataset.post, mine.public);
    await keys.keep({ ...mine, isSaved: true });
    location.reload();
  } finally {
    button.disabled = false;
  }
}

/* ------------------------------------------------------------ a key from paper or file, if this device has none */

const digitsOf = (text) => {
  try {
    const read = JSON.parse(text);
    if (read.election && read.election !== uuid) throw new Error("otherElection");
    return String(read.secret ?? "").replace(/\D/g, "") || text.replace(/\D/g, "");
  } catch (failure) {
    if (failure.message === "otherElection") throw failure;
    return text.replace(/\D/g, "");
  }
};

async function take(text) {
  const secret = digitsOf(text);
  if (!secret || secret.length > 78) throw new Error("notAKey");
  const half = await counter.ask("half", { secret });
  if (half.public_key !== own) throw new Error("otherKey");
  mine = { key, secret, public: half, isSaved: true };
  await keys.keep(mine);
  at("typed").value = "";
  calm();
  start();
}

const readTyped = () => take(at("typed").value);
async function readFile(input) {
  const [file] = input.files;
  if (file) await take(await file.text()).catch(complain);
}

/* ------------------------------------------------------------ the share */

async function count() {
  calm();
  const screen = show(root, "counting");
  const bar = at("bar", screen);
  bar.value = 0;
  const [election, credentials, ballots, struck] = await Promise.all(
    ["election", "credentials", "ballots", "trackers"].map((name) => publicText(root.dataset[name])));
  const standing = new Map(JSON.parse(struck).map((one) => [one.tracker, one.standing]));
  const lists = JSON.parse(ballots);
  const open = lists.filter(({ tracker }) => standing.get(tracker) === "counts").map(({ ballot }) => ballot);
  const found = await counter.ask("sealed", { election, credentials: JSON.parse(credentials), ballots: open }, (share) => { bar.value = share; });
  if (found.fault) {
    at("fault", show(root, "refuse")).textContent = say(`fault${found.fault[0].toUpperCase()}${found.fault.slice(1)}`, { n: found.place + 1 });
    return;
  }
  counted = { election, ...found };
  const next = show(root, "counted");
  at("open", next).textContent = String(found.count);
  at("struck", next).textContent = String([...standing.values()].filter((one) => one === "struck").length);
  at("few", next).hidden = found.count >= FEW || found.count === 0;
  at("decrypt", next).disabled = !at("agreed", next).checked;
}

async function decrypt(button) {
  button.disabled = true;
  const bar = at("bar", show(root, "opening"));
  try {
    const share = await counter.ask("decrypt", { election: counted.election, tally: counted.tally, secret: mine.secret }, (done) => { bar.value = done; });
    await sendOwn(root.dataset.share, share);
    location.reload();
  } catch (failure) {
    show(root, "counted");
    button.disabled = false;
    throw failure;
  }
}

/* ------------------------------------------------------------ where to start */

function start() {
  const isHere = Boolean(mine?.secret && own && mine.public.public_key === own);
  if (stage === "keys" && !own) return mine?.secret ? sheet() : show(root, "make");
  if (stage === "share" && root.dataset.given !== "1") return show(root, isHere ? "ready" : "missing");
  for (const place of root.querySelectorAll("[data-here]")) place.hidden = place.dataset.here !== (isHere ? "yes" : "no");
  return show(root, own ? "kept" : "none");
}

const ACTS = { make: makeKey, save: saveKey, print: () => window.print(), send: sendHalf, again: sheet, typed: readTyped, count, decrypt };

async function main() {
  const missing = lacks();
  if (missing) return show(root, missing);
  try {
    mine = (await keys.read(key)) ?? null;
  } catch {
    return show(root, "old");
  }
  counter = new Counter(root.dataset.worker);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    calm();
    Promise.resolve().then(() => ACTS[button.dataset.act](button)).catch(complain);
  });
  root.addEventListener("change", (event) => {
    if (event.target.matches("[data-sure]")) at("send").disabled = !event.target.checked;
    if (event.target.matches("[data-agreed]")) at("decrypt").disabled = !event.target.checked;
    if (event.target.matches("[data-file]")) readFile(event.target);
  });
  return start();
}

main();
