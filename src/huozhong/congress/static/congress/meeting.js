/* Pages that follow a meeting, the timer, and a camera that reads codes at the door. */
function tell(told) {
  for (const name of ["present", "given"]) {
    for (const place of document.querySelectorAll(`[data-${name}]`)) place.textContent = told[name];
  }
  for (const bar of document.querySelectorAll("progress[data-people]")) {
    bar.value = told.present;
    bar.toggleAttribute("data-lacks", told.present < Number(bar.dataset.needed));
  }
}

function isBusy(box) {
  // whoever is writing or choosing just now keeps what they began; the piece comes with the next look
  const here = document.activeElement;
  const writes = here && box.contains(here) && here.matches("input:not([type=hidden]), textarea, select") && here.value;
  return Boolean(writes || box.querySelector("dialog[open]"));
}

/* Asks without cookies, so that the answer costs the server almost nothing; a new turn brings a new piece of page. */
function follow(box) {
  const { pulse, now } = box.dataset;
  const offline = document.querySelector("[data-offline]");
  let tag = "";
  let shown = box.dataset.turn;
  async function look() {
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(pulse, { credentials: "omit", cache: "no-store", headers });
      if (answer.status === 200) {
        const told = await answer.json();
        // the chair's screen says how many are missing: it is made anew when somebody comes or goes as well
        const mark = "heads" in box.dataset ? `${told.turn}-${told.present}` : String(told.turn);
        const isNew = mark !== shown;
        if (isNew && now && !isBusy(box)) {
          await htmx.ajax("GET", now, { target: box, swap: "innerHTML" });
          shown = mark;
        }
        tell(told);
        if (!now || shown === mark) tag = answer.headers.get("ETag");
      }
      if (offline) offline.hidden = true;
    } catch {
      if (offline) offline.hidden = false;
    }
    const pause = Number(box.dataset.pause) * (0.9 + 0.2 * Math.random());
    setTimeout(look, document.hidden ? pause * 5 : pause);
  }
  look();
}

function countDown() {
  for (const place of document.querySelectorAll("[data-seconds]")) {
    place.dataset.end ??= Date.now() + Number(place.dataset.seconds) * 1000;
    const left = Math.max(0, Math.ceil((Number(place.dataset.end) - Date.now()) / 1000));
    place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    place.toggleAttribute("data-over", left === 0);
  }
}

/* The browser's own reader of codes, where it has one; elsewhere a photograph is sent. */
async function watchDoor(box) {
  const button = box.querySelector("[data-scan]");
  const video = box.querySelector("video");
  const field = box.querySelector("input[name=code]");
  if (!button || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      box.querySelector("[data-no-camera]").hidden = false;
      return;
    }
    video.hidden = false;
    await video.play();
    const timer = setInterval(async () => {
      const [seen] = await detector.detect(video).catch(() => []);
      if (!seen) return;
      clearInterval(timer);
      for (const track of video.srcObject.getTracks()) track.stop();
      field.value = seen.rawValue;
      field.form.requestSubmit();
    }, 250);
  });
}

for (const box of document.querySelectorAll("[data-pulse]")) follow(box);
for (const box of document.querySelectorAll("[data-door]")) watchDoor(box);
for (const photo of document.querySelectorAll("input[data-sends]")) {
  photo.addEventListener("change", () => photo.form.requestSubmit());
}
setInterval(countDown, 500);
countDown();
