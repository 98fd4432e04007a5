/* Forms: characters left, what was chosen for upload, and a warning before unsaved words are left behind. */
const dirty = new Set();

function countSigns(area) {
  const line = document.getElementById(`${area.dataset.counts}_count`);
  if (!line) return;
  const limit = Number(line.dataset.limit);
  const used = [...area.value.replace(/\n/g, "\r\n")].length; // a browser sends a line break as two signs
  line.textContent = document.body.dataset.count.replace("{used}", used).replace("{limit}", limit);
  line.classList.toggle("is-over", used > limit);
}

function preview(input) {
  const box = document.getElementById(`${input.dataset.previews}_chosen`);
  if (!box) return;
  for (const old of box.querySelectorAll("img")) URL.revokeObjectURL(old.src);
  box.replaceChildren();
  for (const file of input.files) {
    if (file.type.startsWith("image/")) {
      const picture = document.createElement("img");
      picture.src = URL.createObjectURL(file);
      picture.alt = file.name;
      box.append(picture);
    } else {
      const name = document.createElement("span");
      name.textContent = file.name;
      box.append(name);
    }
  }
}

/* Words that were sent while nobody was signed in any more, or that a change of language would lose, come back to the same
   form of the same person, once, within the hour. They stay in this tab; no numbers of persons, phones or passwords. */
const KEPT = "huozhong.words";
const words = (form) => [...form.elements].filter((field) => field.name && field.matches("textarea, input[type=text], input[type=number], input[type=date], select")
  && !/phone|password|code|csrf|^number$/.test(field.name) && !field.readOnly);
const guarded = () => [...document.querySelectorAll("form[data-guards]")];

function keep(forms, isLost) {
  const kept = forms.filter((form) => form.dataset.person).map((form) => ({ at: guarded().indexOf(form), person: form.dataset.person,
    values: words(form).map((field) => [field.name, field.value]) }));
  if (kept.length) sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, time: Date.now(), isLost, kept }));
}

function bringBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (!kept) return;
  if (location.pathname.startsWith("/sign-in/")) { // nobody took the words; they wait until the person is back
    sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, isLost: true }));
    return;
  }
  sessionStorage.removeItem(KEPT);
  if (!kept.isLost || kept.path !== location.pathname || Date.now() - kept.time > 3600e3) return;
  for (const { at, person, values } of kept.kept) {
    const form = guarded()[at];
    if (form?.dataset.person !== person || form.querySelector(".wrongs")) continue; // the server gave them back
    let isBack = false;
    for (const [name, value] of values) {
      const field = words(form).find((one) => one.name === name);
      if (!field || field.value === value) continue;
      field.value = value;
      isBack = true;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (!isBack) continue;
    const note = document.createElement("div");
    note.className = "notice tone-sun";
    note.setAttribute("role", "status");
    note.textContent = form.dataset.restored;
    form.prepend(note);
  }
}

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-counts]")) countSigns(event.target);
  const form = event.target.closest?.("form[data-guards]");
  if (form) dirty.add(form);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=file][data-previews]")) preview(event.target);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "post" && "sent" in form.dataset) { // the first press is on its way
    event.preventDefault();
    return;
  }
  if (form.matches("[data-guards]")) keep([form], false);
  if (form.matches(".tongue")) { // another language: the same page comes back, and so do the words
    keep([...dirty].filter((one) => one.isConnected), true);
    dirty.clear();
  }
  if (form.method === "post" && !form.matches("[hx-post]")) {
    form.dataset.sent = "";
    setTimeout(() => delete form.dataset.sent, 8000); // a file came down and the page stayed, or the line was lost
  }
  dirty.delete(form);
});
window.addEventListener("pageshow", () => { // back again, or the page was kept: it may be sent anew
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
window.addEventListener("beforeprint", () => { // paper cannot be unfolded
  for (const fold of document.querySelectorAll("main details:not([open])")) { fold.open = true; fold.dataset.printed = ""; }
});
window.addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-printed]")) { fold.open = false; delete fold.dataset.printed; }
});
window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) {
    event.preventDefault();
    event.returnValue = document.body.dataset.unsaved;
  }
});
document.querySelector("form[method=post] [data-focus]")?.focus();
bringBack();
