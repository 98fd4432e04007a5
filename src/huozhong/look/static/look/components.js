/* Small Alpine components for the CSP build: a drawer, a dialog, a toast; and words when a request fails. */
document.addEventListener("alpine:init", () => {
  const Alpine = window.Alpine;

  Alpine.data("drawer", () => ({
    isOpen: false,
    get openClass() { return this.isOpen ? "is-open" : ""; },
    get expanded() { return this.isOpen ? "true" : "false"; },
    show() {
      this.isOpen = true;
      this.$nextTick(() => document.querySelector("#side a")?.focus());
    },
    hide() {
      if (!this.isOpen) return;
      this.isOpen = false;
      document.querySelector("[aria-controls=side]")?.focus();
    },
  }));

  Alpine.data("dialog", () => ({
    show() { this.$refs.box.showModal(); },
    hide() { this.$refs.box.close(); },
    outside(event) { if (event.target === this.$refs.box) this.$refs.box.close(); },
  }));

  Alpine.data("toast", () => ({
    shown: true,
    init() {
      const isCalm = this.$el.classList.contains("tone-leaf"); // refusals stay until they are closed
      if (isCalm) setTimeout(() => { this.shown = false; }, 9000);
    },
    hide() { this.shown = false; },
  }));
});

function complain(words) {
  let box = document.querySelector(".toasts");
  if (!box) {
    box = document.createElement("div");
    box.className = "toasts";
    box.setAttribute("role", "status");
    document.body.append(box);
  }
  const note = document.createElement("div");
  note.className = "notice tone-alarm";
  note.textContent = words;
  box.append(note);
  setTimeout(() => note.remove(), 12000);
}

document.addEventListener("htmx:sendError", () => complain(document.body.dataset.lost));
document.addEventListener("htmx:responseError", () => complain(document.body.dataset.failed));
