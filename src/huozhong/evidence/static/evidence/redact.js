/* Black boxes over the pages of a piece: a tap puts one, a mouse draws one, each is moved and resized by finger, mouse
   or keyboard. Their places go along with the form; nothing is blackened here: the server burns them into a copy. */
const WHOLE = 10000;
const LEAST = 100;
const root = document.querySelector("#redact");
const field = document.querySelector("#redact-form [name=boxes]");
const boxes = new Map(); // element -> [page, left, top, width, height]

const within = (value, least, most) => Math.min(Math.max(Math.round(value), least), most);

function keep() {
  field.value = JSON.stringify([...boxes.values()]);
}

function lay(box, place) {
  const [page] = boxes.get(box);
  const width = within(place[2], LEAST, WHOLE);
  const height = within(place[3], LEAST, WHOLE);
  const left = within(place[0], 0, WHOLE - width);
  const top = within(place[1], 0, WHOLE - height);
  boxes.set(box, [page, left, top, width, height]);
  box.style.left = `${left / 100}%`;
  box.style.top = `${top / 100}%`;
  box.style.width = `${width / 100}%`;
  box.style.height = `${height / 100}%`;
  keep();
}

function remove(box) {
  boxes.delete(box);
  box.remove();
  keep();
}

function at(canvas, event) {
  const frame = canvas.getBoundingClientRect();
  return [((event.clientX - frame.left) / frame.width) * WHOLE, ((event.clientY - frame.top) / frame.height) * WHOLE];
}

/* Follow one finger or mouse from here until it is lifted. */
function follow(handle, event, step) {
  handle.setPointerCapture(event.pointerId);
  const over = () => {
    handle.removeEventListener("pointermove", step);
    handle.removeEventListener("pointerup", over);
    handle.removeEventListener("pointercancel", over);
  };
  handle.addEventListener("pointermove", step);
  handle.addEventListener("pointerup", over);
  handle.addEventListener("pointercancel", over);
}

function put(canvas, page, place) {
  const box = document.createElement("div");
  box.className = "redact-box";
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", root.dataset.box);
  const cross = document.createElement("button");
  cross.type = "button";
  cross.textContent = "×";
  cross.setAttribute("aria-label", root.dataset.remove);
  cross.addEventListener("click", () => remove(box));
  cross.addEventListener("pointerdown", (event) => event.stopPropagation());
  const corner = document.createElement("span");
  corner.className = "redact-corner";
  corner.setAttribute("aria-hidden", "true");
  box.append(cross, corner);
  box.addEventListener("keydown", (event) => typed(event, box));
  box.addEventListener("click", (event) => event.stopPropagation());
  box.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    const [x, y] = at(canvas, event);
    const [, left, top, width, height] = boxes.get(box);
    const isCorner = event.target === corner;
    follow(box, event, (moved) => {
      const [across, down] = at(canvas, moved);
      if (isCorner) lay(box, [left, top, Math.min(width + across - x, WHOLE - left), Math.min(height + down - y, WHOLE - top)]);
      else lay(box, [left + across - x, top + down - y, width, height]);
    });
  });
  canvas.append(box);
  boxes.set(box, [page]);
  lay(box, place);
  return box;
}

/* A new box around a point: wide enough for a line of writing, high enough for a finger. */
function around(canvas, x, y) {
  const frame = canvas.getBoundingClientRect();
  const width = Math.min((Math.max(frame.width * 0.3, 110) / frame.width) * WHOLE, WHOLE);
  const height = Math.min((48 / frame.height) * WHOLE, WHOLE);
  return [x - width / 2, y - height / 2, width, height];
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function typed(event, box) {
  if (event.target !== box) return;
  if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    remove(box);
    return;
  }
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const [, left, top, width, height] = boxes.get(box);
  const [across, down] = step.map((one) => one * 100);
  if (event.shiftKey) lay(box, [left, top, Math.min(width + across, WHOLE - left), Math.min(height + down, WHOLE - top)]);
  else lay(box, [left + across, top + down, width, height]);
}

function draws(canvas, page) {
  let isDrawn = false;
  canvas.addEventListener("pointerdown", (event) => {
    isDrawn = false;
    if (event.button || event.pointerType === "touch") return; // a finger scrolls; its tap puts a box
    const [x, y] = at(canvas, event);
    let box = null;
    follow(canvas, event, (moved) => {
      const [across, down] = at(canvas, moved);
      const place = [Math.min(x, across), Math.min(y, down), Math.abs(across - x), Math.abs(down - y)];
      if (!box && (place[2] < LEAST || place[3] < LEAST)) return;
      isDrawn = true;
      box = box || put(canvas, page, place);
      lay(box, place);
    });
  });
  canvas.addEventListener("click", (event) => {
    if (isDrawn) return;
    const [x, y] = at(canvas, event);
    put(canvas, page, around(canvas, x, y)).focus({ preventScroll: true });
  });
}

for (const figure of root.querySelectorAll("[data-page]")) {
  const page = Number(figure.dataset.page);
  const canvas = figure.querySelector("[data-canvas]");
  draws(canvas, page);
  figure.querySelector("[data-add]").addEventListener("click", () => put(canvas, page, around(canvas, WHOLE / 2, WHOLE / 2)).focus());
}

try {
  for (const [page, ...place] of JSON.parse(field.value || "[]")) {
    const canvas = root.querySelector(`[data-page="${page}"] [data-canvas]`);
    if (canvas) put(canvas, page, place);
  }
} catch {
  field.value = "[]";
}
