/* The public board: a receipt is looked for on this device, in the whole list, so that nobody learns which one it was. */

import { grouped, publicText, wordsOf } from "./courier.js";

const root = document.getElementById("board");
const say = wordsOf(root);
const field = root.querySelector("[data-search]");
const verdict = root.querySelector("[data-verdict]");
const plain = (text) => text.replace(/\s+/g, "");
let rows = null;

function tell(words, tone) {
  verdict.hidden = false;
  verdict.className = `notice ${tone}`;
  verdict.textContent = words;
}

async function search() {
  const wanted = plain(field.value);
  if (wanted.length < 6) return tell(say("short"), "");
  try {
    rows ??= JSON.parse(await publicText(root.dataset.trackers));
  } catch {
    return tell(say("offline"), "tone-sun");
  }
  const found = rows.filter(({ tracker }) => tracker.startsWith(wanted));
  if (found.length > 1) return tell(say("several", { n: found.length }), "");
  if (!found.length) return tell(say("missing"), "tone-alarm");
  const [{ tracker, number, standing }] = found;
  return tell(say(standing, { n: number, tracker: grouped(tracker) }), standing === "counts" ? "tone-leaf" : "tone-sun");
}

root.querySelector("[data-find]").addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});

/* A receipt's square code brings its tracker behind the #, which no browser sends. */
function fromAddress() {
  const brought = new URLSearchParams(location.hash.slice(1)).get("t");
  if (!brought) return;
  field.value = grouped(brought);
  search();
}
window.addEventListener("hashchange", fromAddress);
fromAddress();
