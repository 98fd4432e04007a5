/* A judge's dials, which keep the card with every change; and pages that follow what is on stage. */
function turnDial(dial, value) {
  const number = dial.querySelector("input[type=number]");
  number.value = Math.min(100, Math.max(0, value));
  dial.querySelector("[data-slider]").value = number.value;
  number.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step], [data-set]");
  const dial = button?.closest("[data-dial]");
  if (!dial) return;
  const now = dial.querySelector("input[type=number]").value;
  if (button.dataset.set) turnDial(dial, Number(button.dataset.set));
  else turnDial(dial, now === "" ? 60 : Number(now) + Number(button.dataset.step));
});

document.addEventListener("input", (event) => {
  const dial = event.target.closest("[data-dial]");
  if (!dial) return;
  const number = dial.querySelector("input[type=number]");
  if (event.target.matches("[data-slider]")) number.value = event.target.value;
  else if (number.value !== "") dial.querySelector("[data-slider]").value = number.value;
});

function tell(box, told) {
  for (const [name, value] of [["given", told.given], ["asked", told.asked]]) {
    for (const place of box.querySelectorAll(`[data-${name}]`)) place.textContent = value;
  }
  const bar = box.querySelector("progress");
  if (bar) Object.assign(bar, { max: told.asked, value: told.given });
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
        if (String(told.turn) !== shown) {
          await htmx.ajax("GET", now, { target: box, swap: "innerHTML" });
          shown = String(told.turn);
        }
        if ("given" in told) tell(box, told);
        tag = answer.headers.get("ETag");
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
  }
}

for (const box of document.querySelectorAll("[data-pulse]")) follow(box);
setInterval(countDown, 500);
countDown();
