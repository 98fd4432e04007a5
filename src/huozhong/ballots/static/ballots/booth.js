/* The booth on a phone: it keeps the voter's secret, asks one question a screen, seals the ballot here and sends it
   without the person's sign-in. A sealed ballot is kept until its receipt is in: sending it again is the same ballot. */

import { Counter, drawer, grouped, lacks, publicText, saveFile, sendNameless, sendOwn, show, Told, wordsOf } from "./courier.js";
import { drawn } from "./squares.js";

const root = document.getElementById("booth");
const say = wordsOf(root);
const votes = drawer("votes");
const { uuid, person, stage } = root.dataset;
const isOn = (name) => root.dataset[name] === "1";
const key = `${uuid}:${person}`;
const at = (name, inside = root) => inside.querySelector(`[data-${name}]`);

let counter = null;
let mine = null; // this device's row: secret, credential, perhaps a sealed ballot, perhaps a receipt
let election = "";
let shape = null;
let chosen = []; // for each question a list of 0 and 1, or nothing: only here, never in a store

const readMine = async () => { mine = (await votes.read(key)) ?? null; };
const keepMine = async (change) => { mine = { ...mine, key, ...change }; await votes.keep(mine); };

function tell(screen, words) {
  const place = at("told", show(root, screen));
  if (place) place.textContent = words;
}

/* ------------------------------------------------------------ before the opening: the credential */

async function makeOwn(button) {
  button.disabled = true;
  try {
    if (!mine?.secret) {
      await navigator.storage?.persist?.();
      await keepMine(await counter.ask("credential", { uuid })); // kept first: a registered half without its secret is lost
    }
    const { mark } = await sendOwn(root.dataset.register, { credential: mine.credential });
    await keepMine({ mark });
    show(root, "prepared");
  } catch (failure) {
    tell("make", failure instanceof Told ? failure.message : say("offline"));
    at("told").hidden = false;
  } finally {
    button.disabled = false;
  }
}

/* ------------------------------------------------------------ questions, one a screen */

const slotsOf = (question) => (question.blank ? [say("blank"), ...question.answers] : question.answers);
const isOnly = (question) => question.min === 1 && question.max === 1;
const isBlankSlot = (question, slot) => question.blank && slot === 0;
const isYes = (question, slot) => !isBlankSlot(question, slot) && slotsOf(question)[slot] === "赞成";

/* In an election of persons by name the ayes may not be more than the seats: the paper would be invalid. */
function ayesLeft(except = -1) {
  const seats = Number(root.dataset.seats);
  if (!seats || root.dataset.kind !== "persons" || !shape.questions.every(isOnly)) return null;
  const ayes = chosen.filter((bits, place) => place !== except && bits?.some((bit, slot) => bit && isYes(shape.questions[place], slot)));
  return seats - ayes.length;
}

const count = (question, bits) => bits.reduce((sum, bit, slot) => sum + (isBlankSlot(question, slot) ? 0 : bit), 0);

function isAnswered(place) {
  const [question, bits] = [shape.questions[place], chosen[place]];
  if (!bits) return false;
  if (question.blank && bits[0]) return true;
  const n = count(question, bits);
  return n >= question.min && n <= question.max;
}

function pick(place, slot) {
  const question = shape.questions[place];
  const before = chosen[place] ?? slotsOf(question).map(() => 0);
  const alone = isOnly(question) || isBlankSlot(question, slot);
  chosen[place] = before.map((bit, other) => {
    if (other === slot) return alone ? 1 : 1 - bit;
    return alone || isBlankSlot(question, other) ? 0 : bit;
  });
  if (chosen[place].every((bit) => !bit)) chosen[place] = null; // what was tapped away is not an answer yet
  drawQuestion(place);
}

function hintFor(question, place, left) {
  if (left !== null) return say("ayes", { n: Math.max(0, left - (chosen[place]?.some((bit, slot) => bit && isYes(question, slot)) ? 1 : 0)) });
  if (isOnly(question)) return say("pickOne");
  const n = chosen[place] ? count(question, chosen[place]) : 0;
  const words = question.min === question.max ? "pickExactly" : question.min ? "pickSome" : "pickUpTo";
  return say(words, { least: question.min, most: question.max, left: Math.max(0, question.max - n) });
}

function answerButton(words, role, isHere, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "answer";
  button.textContent = words;
  button.setAttribute("role", role);
  button.setAttribute("aria-checked", String(isHere));
  button.addEventListener("click", act);
  return button;
}

function drawQuestion(place, goTo = false) {
  const screen = goTo ? show(root, "question") : root.querySelector('[data-screen="question"]');
  const question = shape.questions[place];
  const left = ayesLeft(place);
  at("step", screen).textContent = say("step", { n: place + 1, all: shape.questions.length });
  at("bar", screen).max = shape.questions.length;
  at("bar", screen).value = place + 1;
  at("text", screen).textContent = question.question;
  at("hint", screen).textContent = hintFor(question, place, left);
  const list = at("answers", screen);
  const focused = list.contains(document.activeElement) ? [...list.children].indexOf(document.activeElement) : -1;
  list.setAttribute("role", isOnly(question) ? "radiogroup" : "group");
  const slots = slotsOf(question).map((words, slot) => [words, slot]);
  if (question.blank) slots.push(slots.shift()); // it is the first in the file, and the last on the screen
  list.replaceChildren(...slots.map(([words, slot]) => {
    const isHere = Boolean(chosen[place]?.[slot]);
    const isFull = !isOnly(question) && !isHere && !isBlankSlot(question, slot) && count(question, chosen[place] ?? []) >= question.max;
    const button = answerButton(words, isOnly(question) ? "radio" : "checkbox", isHere, () => pick(place, slot));
    button.disabled = isFull || (left !== null && left <= 0 && isYes(question, slot) && !isHere);
    return button;
  }));
  if (question.min === 0 && !question.blank) { // to choose nobody is said, not slipped past
    const isHere = chosen[place]?.every((bit) => !bit) ?? false;
    list.append(answerButton(say("nobody"), "checkbox", isHere, () => {
      chosen[place] = slotsOf(question).map(() => 0);
      drawQuestion(place);
    }));
  }
  if (focused >= 0) list.children[focused].focus();
  const next = at("next", screen);
  next.disabled = !isAnswered(place);
  next.onclick = () => (place + 1 < shape.questions.length && !screen.dataset.single ? drawQuestion(place + 1, true) : review());
  at("previous", screen).hidden = place === 0 || Boolean(screen.dataset.single);
  at("previous", screen).onclick = () => drawQuestion(place - 1, true);
}

function review() {
  const screen = show(root, "review");
  delete root.querySelector('[data-screen="question"]').dataset.single;
  at("list", screen).replaceChildren(...shape.questions.map((question, place) => {
    const row = document.getElementById("review-row").content.cloneNode(true).firstElementChild;
    at("text", row).textContent = question.question;
    const words = slotsOf(question).filter((_, slot) => chosen[place][slot]);
    at("choice", row).textContent = words.join("、") || say("nobody");
    at("change", row).addEventListener("click", () => {
      root.querySelector('[data-screen="question"]').dataset.single = "1";
      drawQuestion(place, true);
    });
    return row;
  }));
}

async function begin() {
  try {
    election = await publicText(root.dataset.election);
    shape = JSON.parse(election);
    if (shape.uuid !== uuid) throw new Error("another election");
    chosen = shape.questions.map(() => null);
    drawQuestion(0, true);
  } catch {
    tell("intro", say("offline"));
    at("told", root.querySelector('[data-screen="intro"]')).hidden = false;
  }
}

/* ------------------------------------------------------------ sealing, sending, the receipt */

async function seal() {
  const screen = show(root, "sealing");
  const bar = at("bar", screen);
  bar.value = 0;
  const made = await counter.ask("ballot", { election, choices: chosen, secret: mine.secret }, (share) => { bar.value = share; });
  chosen = [];
  await keepMine({ sealed: { ballot: made.ballot, tracker: made.tracker } });
  await send();
}

let isSending = false;
async function send() {
  if (isSending) return;
  isSending = true;
  show(root, "sending");
  try {
    const told = await sendNameless(root.dataset.cast, mine.sealed.ballot);
    if (told.tracker !== mine.sealed.tracker) throw new Error("another tracker");
    await keepMine({ sealed: null, receipt: { tracker: told.tracker, head: told.board_head } });
    receipt();
  } catch (failure) {
    if (failure instanceof Told) {
      await keepMine({ sealed: null });
      tell("refused", failure.message);
    } else {
      show(root, "unsent");
    }
  } finally {
    isSending = false;
  }
}

function receipt() {
  const screen = show(root, "receipt");
  const { tracker, head } = mine.receipt;
  at("tracker", screen).textContent = grouped(tracker);
  at("head", screen).textContent = grouped(head.slice(0, 16));
  at("code", screen).replaceChildren(drawn(receiptAddress(tracker), say("code")));
  at("again", screen).hidden = !(isOn("again") && stage === "open");
  at("verdict", screen).hidden = true;
}

const receiptAddress = (tracker) => `${new URL(root.dataset.board, location.href)}#t=${encodeURIComponent(tracker)}`;

/* The list is fetched whole and searched here: nobody learns which receipt was looked for. */
async function check() {
  const verdict = at("verdict", root.querySelector('[data-screen="receipt"]'));
  verdict.hidden = false;
  verdict.className = "notice";
  verdict.textContent = say("checking");
  try {
    const rows = JSON.parse(await publicText(root.dataset.trackers));
    const row = rows.find((one) => one.tracker === mine.receipt.tracker);
    const found = row?.standing ?? "missing";
    verdict.classList.add(found === "counts" ? "tone-leaf" : "tone-alarm");
    verdict.textContent = say(`found-${found}`.replace(/-(.)/g, (_, letter) => letter.toUpperCase()), { n: row?.number });
  } catch {
    verdict.textContent = say("offline");
  }
}

function keepReceipt() {
  const { tracker, head } = mine.receipt;
  const address = receiptAddress(tracker);
  saveFile(`${say("receiptName")}-${uuid}.txt`, [say("title"), grouped(tracker), `${say("headName")} ${head}`, address, ""].join("\n"), "text/plain");
}

/* ------------------------------------------------------------ where to start */

function start() {
  if (mine?.sealed && stage === "open") return show(root, "unsent");
  if (mine?.receipt) return receipt();
  const registered = root.dataset.mark; // another phone may have registered after this one
  const isMine = Boolean(registered && mine?.mark === registered);
  if (stage === "before") {
    if (isMine) return show(root, "prepared");
    return show(root, registered ? "elsewhere" : "make");
  }
  const mayBeMine = registered && mine?.secret && !mine.mark; // the answer to the registering was lost on its way
  if (stage === "open") return show(root, isMine || mayBeMine ? "intro" : "paper");
  return show(root, "over");
}

const ACTS = { make: makeOwn, begin, seal, send, check, keep: keepReceipt, again: begin };

async function main() {
  const missing = lacks();
  if (missing) return show(root, missing);
  try {
    await readMine();
  } catch {
    return show(root, "old"); // a private window without a store
  }
  counter = new Counter(root.dataset.worker);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    Promise.resolve(ACTS[button.dataset.act](button)).catch((failure) => tell("broken", String(failure.message)));
  });
  window.addEventListener("online", () => { if (mine?.sealed && stage === "open") send(); });
  window.addEventListener("beforeunload", (event) => { if (chosen.some(Boolean)) event.preventDefault(); });
  return start();
}

main();
