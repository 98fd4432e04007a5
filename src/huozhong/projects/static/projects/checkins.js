/* Check-ins that survive no network: written into this phone's own store first, sent when the server can be reached.
   What is sent is known by its key, so that the server keeps it once however often it comes. */

const page = document.getElementById("checkins");
const form = document.getElementById("checkin");
const say = (name, gaps = {}) =>
  Object.entries(gaps).reduce((text, [gap, value]) => text.replace(`{${gap}}`, value), page.dataset[name]);
const LONGEST_SIDE = 2048;
const AGAIN = 30_000;

/* the phone's own store */
function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("huozhong-checkins", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("entries", { keyPath: "key" });
      asked.result.createObjectStore("known", { keyPath: "name" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
async function inStore(name, mode, act) {
  const base = await opened();
  return new Promise((resolve, reject) => {
    const change = base.transaction(name, mode);
    const asked = act(change.objectStore(name));
    change.oncomplete = () => { base.close(); resolve(asked?.result); };
    change.onerror = change.onabort = () => { base.close(); reject(change.error); };
  });
}
const entries = () => inStore("entries", "readonly", (store) => store.getAll());
const keep = (entry) => inStore("entries", "readwrite", (store) => store.put(entry));
const drop = (key) => inStore("entries", "readwrite", (store) => store.delete(key));
const known = () => inStore("known", "readonly", (store) => store.get("mine"));

/* who is here and which projects are theirs: asked of the server, remembered for when it is not there */
let mine = null;
let isAway = !navigator.onLine;
let mustSignIn = false;

async function ask() {
  try {
    const answer = await fetch(page.dataset.mine, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") {
      mustSignIn = true;
      isAway = false;
      return null;
    }
    if (answer.status === 403) return { person: null, projects: [] }; // somebody who runs no projects
    if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error("no answer of ours");
    const told = await answer.json();
    mustSignIn = false;
    isAway = false;
    await inStore("known", "readwrite", (store) => store.put({ name: "mine", person: told.person, called: told.called, projects: told.projects }));
    return told;
  } catch {
    isAway = true;
    return null;
  }
}

/* pictures: made smaller here, which also takes away what is hidden in them; left whole only when that is wanted */
async function prepared(file, isWhole) {
  if (isWhole) return { name: file.name, blob: file };
  try {
    const picture = await createImageBitmap(file);
    const share = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const board = document.createElement("canvas");
    board.width = Math.max(1, Math.round(picture.width * share));
    board.height = Math.max(1, Math.round(picture.height * share));
    board.getContext("2d").drawImage(picture, 0, 0, board.width, board.height);
    picture.close();
    const blob = await new Promise((resolve) => board.toBlob(resolve, "image/jpeg", 0.85));
    if (blob) return { name: file.name.replace(/\.\w+$/, "") + ".jpg", blob };
  } catch { /* a kind of picture that this browser cannot read: the server says whether it takes it */ }
  return { name: file.name, blob: file };
}

/* sending */
async function sendAll() {
  if (navigator.locks) return navigator.locks.request("huozhong-checkins", sendEach);
  return sendEach();
}
async function sendEach() {
  const told = await ask();
  if (told) mine = told;
  for (const entry of (await entries()).sort((a, b) => a.noted.localeCompare(b.noted))) {
    if (!told || entry.person !== told.person || !["waiting", "sending"].includes(entry.state)) continue;
    await keep({ ...entry, state: "sending" });
    await show();
    const outcome = await sendOne(entry, told.token);
    await keep(outcome);
    if (outcome.state === "waiting") break;
  }
  await show();
}
async function sendOne(entry, token) {
  const body = new FormData();
  const plain = { key: entry.key, noted_at: entry.noted, project: entry.project, day: entry.day, text: entry.text, people: entry.people, keep_for: entry.keepFor };
  for (const [name, value] of Object.entries(plain)) body.append(name, value ?? "");
  for (const [target, value] of entry.readings) body.append(`target_${target}`, value);
  for (const photo of entry.photos) body.append("photos", photo.blob, photo.name);
  try {
    const answer = await fetch(page.dataset.send, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" }, redirect: "manual" });
    const isOurs = answer.headers.get("Content-Type")?.includes("json");
    const told = isOurs ? await answer.json() : {};
    if (answer.ok && told.entry) return { ...entry, state: "sent", photos: [], pictures: entry.photos.length, url: told.url, received: told.received, reason: "" };
    if (isOurs && told.reason) return { ...entry, state: "refused", reason: told.reason };
    if (answer.status === 413) return { ...entry, state: "refused", reason: say("tooBig") };
    return { ...entry, state: "waiting" };
  } catch {
    isAway = true;
    return { ...entry, state: "waiting" };
  }
}

/* the page */
const moment = (text) => new Date(text).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

async function show() {
  const all = (await entries()).sort((a, b) => b.noted.localeCompare(a.noted));
  const left = all.filter((entry) => entry.state !== "sent");
  const line = document.getElementById("network");
  line.className = `notice ${mustSignIn || isAway ? "tone-sun" : "tone-leaf"}`;
  line.querySelector("[data-words]").textContent = mustSignIn ? say("signIn") : isAway ? say("away") : say("here");
  line.querySelector("a").hidden = !mustSignIn;
  document.getElementById("left-title").textContent = left.length ? say("left", { n: left.length }) : say("none");
  fill("left", left);
  const sent = all.filter((entry) => entry.state === "sent").slice(0, 10);
  document.getElementById("sent-part").hidden = !sent.length;
  fill("sent", sent);
  showProjects();
}
function fill(id, rows) {
  const list = document.getElementById(id);
  list.hidden = !rows.length;
  list.replaceChildren(...rows.map(drawn));
}
function drawn(entry) {
  const row = document.getElementById("entry").content.firstElementChild.cloneNode(true);
  row.dataset.state = entry.state;
  row.dataset.key = entry.key;
  const put = (name, words) => { row.querySelector(`[data-${name}]`).textContent = words; };
  const pictures = entry.photos.length || entry.pictures || 0;
  put("project", entry.projectName);
  put("text", entry.text);
  put("when", `${say("noted", { when: moment(entry.noted) })}${pictures ? ` · ${say("pictures", { n: pictures })}` : ""}`);
  const isOthers = mine && entry.person !== mine.person;
  const words = entry.state === "sent" ? say("sent", { when: moment(entry.received) })
    : entry.state === "refused" ? say("refused", { why: entry.reason })
    : isOthers ? say("others", { who: entry.called }) : entry.state === "sending" ? say("sending") : entry.state === "changing" ? say("changing") : say("waiting");
  put("words", words);
  row.querySelector("[data-words]").className = entry.state === "sent" ? "text-leaf" : entry.state === "refused" ? "text-alarm" : "text-sun";
  const look = row.querySelector("a");
  look.hidden = entry.state !== "sent";
  if (entry.url) look.href = entry.url;
  row.querySelector("[data-change]").hidden = entry.state !== "refused" && entry.state !== "waiting";
  row.querySelector("[data-drop]").hidden = entry.state === "sending";
  row.querySelector("[data-change]").addEventListener("click", () => change(entry));
  row.querySelector("[data-drop]").addEventListener("click", async () => {
    if (entry.state !== "sent" && !window.confirm(say("sure"))) return;
    await drop(entry.key);
    await show();
  });
  return row;
}
function showProjects() {
  const projects = mine?.projects ?? [];
  form.hidden = !projects.length;
  document.getElementById("no-projects").hidden = Boolean(projects.length) || mustSignIn;
  const chosen = form.project.value || new URLSearchParams(location.search).get("project");
  if (form.dataset.filled === JSON.stringify(projects)) return;
  form.dataset.filled = JSON.stringify(projects);
  form.project.replaceChildren(...projects.map((one) => new Option(`${one.name}（${one.unit}）`, one.id)));
  if (projects.some((one) => String(one.id) === String(chosen))) form.project.value = chosen;
  showTargets();
}
function showTargets(values = {}) {
  const project = mine?.projects.find((one) => String(one.id) === form.project.value);
  document.getElementById("targets").replaceChildren(...(project?.targets ?? []).map((target) => {
    const box = document.getElementById("target").content.firstElementChild.cloneNode(true);
    const input = box.querySelector("input");
    input.id = input.name = `target_${target.id}`;
    input.value = values[target.id] ?? "";
    box.querySelector("label").htmlFor = input.id;
    box.querySelector("[data-name]").textContent = target.indicator;
    box.querySelector("[data-unit]").textContent = target.unit;
    box.querySelector("[data-goal]").textContent = say("goal", { latest: target.latest, goal: target.goal });
    return box;
  }));
}
let changed = null;
async function change(entry) {
  const now = (await entries()).find((one) => one.key === entry.key);
  if (!["waiting", "refused"].includes(now?.state)) return show(); // it went out in the meantime
  changed = { ...now, state: "changing" };
  await keep(changed); // not sent while it is being changed
  await show();
  form.project.value = entry.project;
  form.day.value = entry.day;
  form.text.value = entry.text;
  form.people.value = entry.people;
  form.keep.checked = Boolean(entry.keepFor);
  form.keep_for.value = entry.keepFor;
  showPurpose();
  showTargets(Object.fromEntries(entry.readings));
  form.scrollIntoView({ block: "start" });
  form.text.focus();
}
function showPurpose() {
  document.getElementById("purpose").hidden = !form.keep.checked;
}
function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
function complainAt(words, field) {
  const box = document.getElementById("wrong");
  box.hidden = !words;
  box.textContent = words;
  field?.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!form.text.value.trim()) return complainAt(say("noText"), form.text);
  if (form.keep.checked && !form.keep_for.value.trim()) return complainAt(say("noPurpose"), form.keep_for);
  if (form.photos.files.length > 9) return complainAt(say("tooMany"), form.photos);
  complainAt("");
  const project = mine.projects.find((one) => String(one.id) === form.project.value);
  const keepFor = form.keep.checked ? form.keep_for.value.trim() : "";
  const photos = [];
  for (const file of form.photos.files) photos.push(await prepared(file, Boolean(keepFor)));
  const readings = [...form.querySelectorAll("#targets input")].filter((one) => one.value.trim()).map((one) => [Number(one.name.slice(7)), one.value.trim()]);
  await keep({
    key: changed?.key ?? newKey(), person: mine.person, called: mine.called, project: project.id, projectName: project.name,
    day: form.day.value || today(), text: form.text.value.trim(), people: form.people.value || "0", readings, keepFor,
    photos: photos.length ? photos : changed?.photos ?? [], noted: changed?.noted ?? new Date().toISOString(), state: "waiting", reason: "",
  });
  changed = null;
  const chosen = form.project.value;
  form.reset();
  document.getElementById("photos_chosen").replaceChildren();
  form.project.value = chosen;
  form.day.value = today();
  showPurpose();
  showTargets();
  await show();
  navigator.storage?.persist?.();
  await sendAll();
});
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // on a plain http address of the local network
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const text = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
form.project.addEventListener("change", () => showTargets());
form.keep.addEventListener("change", showPurpose);
document.getElementById("again").addEventListener("click", sendAll);
window.addEventListener("online", sendAll);
window.addEventListener("offline", () => { isAway = true; show(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
setInterval(async () => { if ((await entries()).some((entry) => entry.state === "waiting")) sendAll(); }, AGAIN);

async function begin() {
  mine = (await known()) ?? null;
  form.day.value = today();
  showPurpose();
  for (const entry of await entries()) if (["sending", "changing"].includes(entry.state)) await keep({ ...entry, state: "waiting" }); // a page that was closed
  await show();
  await sendAll();
  if (!("serviceWorker" in navigator)) {
    document.getElementById("no-worker").hidden = false;
    return;
  }
  await navigator.serviceWorker.register(page.dataset.worker, { scope: page.dataset.scope });
  await navigator.serviceWorker.ready;
  page.dataset.ready = "yes";
  document.getElementById("ready").hidden = false;
}
begin();
